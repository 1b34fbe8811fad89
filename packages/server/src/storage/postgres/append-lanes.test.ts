import { expect, test } from 'bun:test'
import { newUuidV7, type UserId } from '@parley/protocol'
import { textFrom } from '../../testing/database-contract'
import { FakeClock } from '../../testing/fake-clock'
import { AppendLanes, GATHER_MS, LARGE_BATCH, PATIENCE_MS, type PendingAppend } from './append-lanes'

const SHARED = 1
const sender = { key: 1, id: newUuidV7() as UserId }
const turn = () => new Promise((resolve) => setImmediate(resolve))

/** Lanes whose batches end when the test ends them. */
const scene = () => {
  const stored: { chats: number[]; size: number; end: () => void }[] = []
  const store = (batch: readonly PendingAppend[]) =>
    new Promise<void>((end) => {
      const chats = [...new Set(batch.map(({ message }) => message.chatKey))]
      stored.push({ chats, size: batch.length, end })
    })
  const clock = new FakeClock()
  const lanes = new AppendLanes({ store, isShared: (key) => key === SHARED, clock })
  const add = (chatKey: number, count: number) => {
    for (let at = 0; at < count; at++)
      lanes.add({ message: textFrom(sender, `${at}`, { chatKey }), resolve: () => {}, reject: () => {} })
  }
  return { lanes, stored, add, clock }
}

test('messages that arrive together share a batch; busy and shared chats have their own', async () => {
  const { stored, add } = scene()
  for (const chat of [2, SHARED, 3, 4]) add(chat, 2)
  add(5, 150)
  await turn()
  const batches = stored.map(({ chats, size }) => [chats.toSorted((a, b) => a - b), size])
  expect(batches).toContainEqual([[2, 3, 4], 6])
  expect(batches).toContainEqual([[SHARED], 2])
  expect(batches).toContainEqual([[5], 150])
  expect(batches).toHaveLength(3)
})

test('messages that arrive during a batch form the next one', async () => {
  const { lanes, stored, add } = scene()
  add(2, 1)
  await turn()
  add(2, 3)
  add(3, 1)
  await turn()
  expect(stored.map(({ chats, size }) => [chats, size])).toEqual([[[2], 1]])
  expect(lanes.waiting).toBe(4)
  stored[0]?.end()
  await turn()
  expect(stored.at(-1)).toMatchObject({ chats: [2, 3], size: 4 })
})

test('other chats overtake a delayed batch, its own chats wait', async () => {
  const { lanes, stored, add, clock } = scene()
  add(2, 1)
  await turn()
  add(2, 3)
  add(3, 1)
  await clock.advance(PATIENCE_MS)
  await turn()
  expect(stored.map(({ chats, size }) => [chats, size])).toEqual([
    [[2], 1],
    [[3], 1],
  ])
  expect(lanes.waiting).toBe(3)
  stored[0]?.end()
  await turn()
  expect(stored.at(-1)).toMatchObject({ chats: [2], size: 3 })
  for (const { end } of stored) end()
  await lanes.idle()
  expect(lanes.waiting).toBe(0)
})

test('after a large batch the next one waits for senders that write again', async () => {
  const { stored, add, clock } = scene()
  for (let chat = 2; chat < 2 + LARGE_BATCH; chat++) add(chat, 1)
  await turn()
  add(2, 1)
  stored[0]?.end()
  await turn()
  add(3, 1)
  await turn()
  expect(stored).toHaveLength(1)
  await clock.advance(GATHER_MS)
  await turn()
  expect(stored.at(-1)).toMatchObject({ chats: [2, 3], size: 2 })
})

test('the next batch starts once as many wait as the large batch answered', async () => {
  const { stored, add } = scene()
  const addToEach = () => {
    for (let chat = 2; chat < 2 + LARGE_BATCH; chat++) add(chat, 1)
  }
  addToEach()
  await turn()
  add(1_000, 2)
  stored[0]?.end()
  await turn()
  expect(stored).toHaveLength(1)
  addToEach()
  await turn()
  expect(stored.at(-1)).toMatchObject({ size: LARGE_BATCH + 2 })
})

test('busy chats leave a lane to all others', async () => {
  const { stored, add } = scene()
  for (const busy of [11, 12, 13, 14]) add(busy, 200)
  await turn()
  expect(stored.map(({ chats }) => chats)).toEqual([[11], [12], [13]])
  add(2, 1)
  await turn()
  expect(stored.at(-1)).toMatchObject({ chats: [2], size: 1 })
  stored[0]?.end()
  await turn()
  expect(stored.at(-1)).toMatchObject({ chats: [14], size: 200 })
})
