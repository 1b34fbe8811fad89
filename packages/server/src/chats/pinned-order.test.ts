import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { timesOfOrder } from './pinned-order'

const chat = (chatKey: number, pinnedAt: number) => ({ chatKey, chatId: `${chatKey}` as ChatId, pinnedAt })
const times = (order: ReturnType<typeof chat>[], movedKey: number) =>
  timesOfOrder(order, { movedKey, nowMs: 1_000 }).map(({ chatKey, pinnedAt }) => [chatKey, pinnedAt])

test('a chat pinned first takes the present time', () => {
  expect(times([chat(1, 0), chat(2, 300), chat(3, 200)], 1)).toEqual([[1, 1_000]])
})

test('a chat pinned first is later than the next one, even after the clock was set back', () => {
  expect(times([chat(1, 0), chat(2, 5_000)], 1)).toEqual([[1, 5_001]])
})

test('a chat pinned between others moves no other chat while there is room', () => {
  expect(times([chat(2, 300), chat(1, 0), chat(3, 200)], 1)).toEqual([[1, 201]])
})

test('without room the chats above are moved', () => {
  expect(times([chat(4, 400), chat(2, 201), chat(1, 0), chat(3, 200)], 1)).toEqual([
    [2, 202],
    [1, 201],
  ])
})
