import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { TestNats, whyNoNats } from '../testing/nats'
import { natsNode } from '../testing/nats-nodes'
import type { BusMessage } from './bus'
import { SHARDS, shardOf } from './nats-subjects'

const missing = whyNoNats()
if (missing) console.log(`Skipped, what NATS brings to which node: ${missing}.`)

const chat = (chatId: ChatId): BusMessage => ({
  kind: 'chat',
  chatId,
  from: 0,
  rev: 1,
  seq: 1,
  large: false,
  frame: '{}',
})

/** Two chats that share a shard, and one of another shard. */
const chats = () => {
  const first = newUuidV7() as ChatId
  const ids = Array.from({ length: 20 * SHARDS }, () => newUuidV7() as ChatId)
  const same = ids.find((id) => shardOf(id) === shardOf(first))
  const other = ids.find((id) => shardOf(id) !== shardOf(first))
  if (!same || !other) throw new Error('twenty ids for each shard do not meet all of them')
  return { first, same, other }
}

test('ids are spread over all shards, always the same', () => {
  const used = new Set(Array.from({ length: 20 * SHARDS }, () => shardOf(newUuidV7())))
  expect(used.size).toBeGreaterThan(SHARDS * 0.99)
  expect(shardOf('00000000-0000-7000-8000-000000000001')).toBe(305)
})

let nats: TestNats
beforeAll(async () => {
  if (!missing) nats = await TestNats.start()
})
afterAll(() => nats?.[Symbol.asyncDispose]())

describe.skipIf(missing !== undefined)('what NATS brings to which node', () => {
  test('a node drops unneeded messages by their subject, and receives none of other shards', async () => {
    await using here = await natsNode(nats.url)
    await using there = await natsNode(nats.url)
    const { first, same, other } = chats()
    const heard: string[] = []
    there.bus.listen({
      message: (message) => message.kind === 'chat' && heard.push(message.chatId),
      isSubscribed: (kind, id) => kind === 'chat' && id === first,
    })
    there.bus.subscribe(`chat:${first}`)
    await there.link.settled()
    for (const chatId of [other, same, first]) here.bus.publish(chat(chatId))
    await here.link.settled()
    await there.link.settled()
    expect(heard).toEqual([first])
    expect(there.bus.counts).toMatchObject({ received: 1, unwanted: 1, malformed: 0 })
  })

  test('a node unsubscribes an unused shard, and subscribes it again later', async () => {
    await using here = await natsNode(nats.url)
    await using there = await natsNode(nats.url)
    const { first, other } = chats()
    const heard: string[] = []
    there.bus.listen({ message: (message) => message.kind === 'chat' && heard.push(message.chatId) })
    for (const chatId of [first, other]) there.bus.subscribe(`chat:${chatId}`)
    const recount = there.bus.recount()
    recount.keep(`head:${other}`)
    recount.finish()
    expect(there.bus.shardCount).toBe(1)
    const publish = async () => {
      await there.link.settled()
      for (const chatId of [first, other]) here.bus.publish(chat(chatId))
      await here.link.settled()
      await there.link.settled()
    }
    await publish()
    expect(heard).toEqual([other])
    there.bus.subscribe(`chat:${first}`)
    await publish()
    expect(heard).toEqual([other, first, other])
  })

  test('that more arrives is said once for all shards of a turn, when the server knows of them', async () => {
    await using node = await natsNode(nats.url)
    const events: string[] = []
    const widened = new Promise<void>((resolve) => {
      node.bus.listen({ message: () => {}, event: (event) => resolve(void events.push(event)) })
    })
    for (let at = 0; at < 100; at++) node.bus.subscribe(`user:${newUuidV7()}`)
    expect(events).toEqual([])
    await widened
    await node.link.settled()
    expect(events).toEqual(['widened'])
  })
})

describe.skipIf(missing !== undefined)('what NATS brings from strangers', () => {
  test('two installations on one NATS receive nothing from each other', async () => {
    await using ours = await natsNode(nats.url, 'ours')
    await using theirs = await natsNode(nats.url, 'theirs')
    const { first } = chats()
    const heard: BusMessage[] = []
    theirs.bus.listen({ message: (message) => heard.push(message) })
    theirs.bus.subscribe(`chat:${first}`)
    await theirs.link.settled()
    ours.bus.publish(chat(first))
    ours.bus.publish({ kind: 'presence', text: 'alice' })
    await ours.link.settled()
    await theirs.link.settled()
    expect(heard).toEqual([])
  })

  test('foreign messages are counted and do no harm; nor does a failing listener', async () => {
    await using here = await natsNode(nats.url)
    await using there = await natsNode(nats.url)
    const heard: BusMessage[] = []
    there.bus.listen({
      message: () => {
        throw new Error('a listener failed')
      },
    })
    there.bus.listen({ message: (message) => heard.push(message) })
    const payloads = ['', 'no line', '{\n', '{}\n', 'null\n', '{"kind":"chat","chatId":7}\nx', '{"kind":"later"}\n']
    for (const payload of payloads) here.link.publish('parley.test.presence', Buffer.from(payload))
    here.bus.publish({ kind: 'presence', text: 'alice' })
    await here.link.settled()
    await there.link.settled()
    expect(there.bus.counts).toMatchObject({ received: 1, malformed: payloads.length })
    expect(heard).toEqual([{ kind: 'presence', text: 'alice' }])
    expect(there.errors).toMatchObject([{ message: 'a listener failed' }])
  })
})
