import { describe, expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { eventually } from '../testing/eventually'
import { TestNats, TestNatsCluster, whyNoNats } from '../testing/nats'
import { type NatsNode, natsNode } from '../testing/nats-nodes'
import { openProxy } from '../testing/silent-proxy'
import type { BusEvent, BusMessage } from './bus'

const missing = whyNoNats()
if (missing) console.log(`Skipped, what the bus does when NATS is unwell: ${missing}.`)

const chatId = newUuidV7() as ChatId
const chat = (rev: number, frame = '{}'): BusMessage => ({
  kind: 'chat',
  chatId,
  from: rev - 1,
  rev,
  seq: rev,
  large: false,
  frame,
})

/** The messages of a node, and a way to wait for them. */
const listen = ({ bus }: NatsNode) => {
  const events: BusEvent[] = []
  const revs: number[] = []
  bus.listen({
    message: (message) => message.kind === 'chat' && revs.push(message.rev),
    event: (event) => events.push(event),
  })
  return { events, revs }
}

/** Publishes until the other node hears: servers need a moment to know what is wanted where. */
const untilHeard = async (from: NatsNode, revs: readonly number[], rev: number) => {
  await eventually(async () => {
    from.bus.publish(chat(rev))
    return revs.includes(rev)
  })
}

describe.skipIf(missing !== undefined)('when NATS is unwell', () => {
  test('a restart is reported as down and up, own messages still arrive, and then everything works as before', async () => {
    await using nats = await TestNats.start()
    await using here = await natsNode(nats.url)
    await using there = await natsNode(nats.url)
    there.bus.subscribe(`chat:${chatId}`)
    await there.link.settled()
    const own = listen(here)
    const other = listen(there)
    await nats.kill()
    await eventually(() => here.bus.state === 'down' && there.bus.state === 'down')
    here.bus.publish(chat(1))
    expect(own.revs).toEqual([1])
    await nats.start()
    await eventually(() => here.bus.state === 'up' && there.bus.state === 'up')
    await untilHeard(here, other.revs, 2)
    expect(own.events).toEqual(['down', 'up'])
    expect(other.events.filter((event) => event !== 'widened')).toEqual(['down', 'up'])
    expect(other.revs).not.toContain(1)
  })

  test('while NATS is down nothing is kept, however much is published', async () => {
    await using nats = await TestNats.start()
    await using here = await natsNode(nats.url)
    await nats.kill()
    await eventually(() => here.bus.state === 'down')
    Bun.gc(true)
    const before = process.memoryUsage.rss()
    const frame = 'x'.repeat(10_000)
    for (let rev = 1; rev <= 100_000; rev++) here.bus.publish(chat(rev, frame))
    Bun.gc(true)
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 1024 * 1024)
    await nats.start()
    await eventually(() => here.bus.state === 'up')
  })

  test('when one server of three is lost, its nodes go to another', async () => {
    await using cluster = await TestNatsCluster.start()
    const [first, second] = cluster.servers
    await using here = await natsNode(first.url)
    await using there = await natsNode(second.url)
    there.bus.subscribe(`chat:${chatId}`)
    const own = listen(here)
    const other = listen(there)
    await untilHeard(here, other.revs, 1)
    await first.kill()
    await eventually(() => own.events.includes('up'))
    await untilHeard(here, other.revs, 2)
    expect(own.events).toEqual(['down', 'up'])
  })
})

describe.skipIf(missing !== undefined)('when the far end is silently gone', () => {
  test('a blocked connection is noticed, its queue is bounded, and the node reconnects', async () => {
    await using nats = await TestNats.start()
    using proxy = openProxy(nats.port)
    await using here = await natsNode(proxy.url, 'test', { pingMs: 300 })
    const { events } = listen(here)
    proxy.silence(true)
    const frame = 'x'.repeat(100_000)
    // 64 MiB at once: more than may wait.
    for (let rev = 1; rev <= 640; rev++) here.bus.publish(chat(rev, frame))
    expect(here.link.dropped).toBeGreaterThan(200)
    await eventually(() => here.bus.state === 'down')
    proxy.silence(false)
    await eventually(() => here.bus.state === 'up')
    // On a busy machine such short pings may miss their answers once more.
    expect(events.slice(0, 2)).toEqual(['down', 'up'])
    await eventually(() => here.link.settled())
  })
})
