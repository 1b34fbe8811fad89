import { expect, test } from 'bun:test'
import { closeCodes, limits } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import type { Peers } from '../bus/peers'
import { FakeClock } from '../testing/fake-clock'
import { Links } from '../testing/linked-bus'
import { TestApp, type TestConnection } from '../testing/test-app'

const peers: Peers = {
  request: () => Promise.reject(new Error('nobody asks')),
  serve: async () => () => {},
  announce: async () => {},
  list: async () => [],
}
const most = limits.connectionsPerAccount

/** Two nodes, and an account of which each of them has as many connections as a test opens. */
const start = async () => {
  const links = new Links()
  const clock = new FakeClock()
  const numbers: BusMessage[] = []
  const gone = links.open()
  gone.listen({ message: (message) => message.kind === 'connections' && numbers.push(message) })
  const place = (node: string) => ({ node, peers, roles: ['api', 'gateway', 'worker'] as const })
  const ends = { here: links.open(), there: links.open() }
  const here = await TestApp.start({ clock, bus: ends.here, cluster: place('a'), rateLimits: false })
  const there = await TestApp.start({ clock, bus: ends.there, cluster: place('b'), beside: here, rateLimits: false })
  const alice = await here.person('alice')
  alice.connection.connection.close('draining')
  const open = async (app: TestApp, count: number): Promise<TestConnection[]> => {
    const opened: TestConnection[] = []
    while (opened.length < count) {
      await clock.advance(1)
      const connection = app.connect()
      await connection.call('session.open', { token: alice.token })
      opened.push(connection)
    }
    return opened
  }
  const counts = () => [here.core.gateway.count, there.core.gateway.count] as const
  const end = async () => {
    await there[Symbol.asyncDispose]()
    await here[Symbol.asyncDispose]()
  }
  return { alice, clock, ends, gone, numbers, here, there, open, counts, [Symbol.asyncDispose]: end }
}

test('the connections of an account to two nodes are bounded together, and the silent ones close', async () => {
  await using scene = await start()
  const { clock, here, there, open, counts } = scene
  const first = await open(here, most)
  await clock.advance(1_000)
  expect(counts()).toEqual([most, 0])
  await open(there, 20)
  await clock.advance(1_000)
  expect(counts()).toEqual([most - 20, 20])
  const closed = first.flatMap(({ closedWith }, at) => (closedWith === undefined ? [] : [at]))
  expect(closed).toEqual([...Array(20).keys()])
  expect(first[0]?.closedWith).toBe(closeCodes.tooManyConnections)
  for (const more of [most, 10]) {
    await open(there, more)
    await clock.advance(1_000)
    expect(counts()).toEqual([most / 2, most / 2])
  }
})

test('nodes announce no accounts with few connections', async () => {
  await using scene = await start()
  const { clock, here, there, numbers, open, counts } = scene
  await open(here, 4)
  await open(there, 4)
  await clock.advance(60_000)
  expect([numbers, counts()]).toEqual([[], [4, 4]])
  const [fifth] = await open(there, 1)
  await clock.advance(1_000)
  fifth?.connection.close('draining')
  await clock.advance(60_000)
  expect(numbers.map((message) => 'count' in message && message.count)).toEqual([5, 0])
})

test('a node that missed a number learns it later', async () => {
  await using scene = await start()
  const { clock, ends, here, there, open, counts } = scene
  ends.there.turn('down')
  await open(here, 20)
  await clock.advance(1_000)
  ends.there.turn('up')
  await open(there, 40)
  await clock.advance(20_000)
  expect(counts()).toEqual([20, 30])
})

test('connections that move away from a dead node stay open', async () => {
  await using scene = await start()
  const { clock, ends, here, there, open, counts } = scene
  await open(there, 40)
  await clock.advance(1_000)
  ends.there.turn('down')
  await open(here, 40)
  await clock.advance(10_000)
  expect(counts()).toEqual([40, 40])
  // The node was only cut off, and is back.
  ends.there.turn('up')
  await clock.advance(20_000)
  expect(counts()).toEqual([25, 25])
})

test('the number of a node that is gone is forgotten', async () => {
  await using scene = await start()
  const { clock, alice, gone, here, there, open, counts } = scene
  gone.publish({ kind: 'connections', userId: alice.me.id, node: 'c', count: 40 })
  await clock.advance(90_000)
  await open(here, 25)
  await open(there, 25)
  await clock.advance(1_000)
  expect(counts()).toEqual([25, 25])
})
