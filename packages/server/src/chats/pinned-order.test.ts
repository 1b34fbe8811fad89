import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import { timesOfOrder } from './pinned-order'

const chat = (chatKey: number, pinnedAt: number) => ({ chatKey, chatId: `${chatKey}` as ChatId, pinnedAt })
const times = (order: ReturnType<typeof chat>[], movedKey: number) =>
  timesOfOrder(order, { movedKey, nowMs: 1_000 }).map(({ chatKey, pinnedAt }) => [chatKey, pinnedAt])

test('what is pinned first takes the time of now', () => {
  expect(times([chat(1, 0), chat(2, 300), chat(3, 200)], 1)).toEqual([[1, 1_000]])
})

test('what is pinned first is later than the next, also when the clock was set back', () => {
  expect(times([chat(1, 0), chat(2, 5_000)], 1)).toEqual([[1, 5_001]])
})

test('what is put between others moves nobody else while there is room', () => {
  expect(times([chat(2, 300), chat(1, 0), chat(3, 200)], 1)).toEqual([[1, 201]])
})

test('where there is no room those above are pushed on', () => {
  expect(times([chat(4, 400), chat(2, 201), chat(1, 0), chat(3, 200)], 1)).toEqual([
    [2, 202],
    [1, 201],
  ])
})
