import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { needsRefill, type Reacted, withReaction } from './reaction-list'

const by = (list: readonly Reacted[], userKey: number, change: { emoji?: string; on?: boolean } = {}) =>
  withReaction(list, { userKey, emoji: change.emoji ?? '👍', on: change.on ?? true })

test('emojis are in the order of their first use, with their count and a sample of users', () => {
  const list = by(by(by([], 1), 2, { emoji: '🎉' }), 3)
  expect(list).toEqual([
    { emoji: '👍', count: 2, users: [1, 3] },
    { emoji: '🎉', count: 1, users: [2] },
  ])
  expect(by(by(list, 1, { on: false }), 3, { on: false })).toEqual([{ emoji: '🎉', count: 1, users: [2] }])
})

test('the sample has the latest of many users, and the count has all', () => {
  let list: readonly Reacted[] = []
  for (let key = 1; key <= 12; key++) list = by(list, key)
  expect(list[0]).toEqual({ emoji: '👍', count: 12, users: [5, 6, 7, 8, 9, 10, 11, 12] })
  expect(list[0]?.users).toHaveLength(limits.reactionSample)
  const fewer = by(list, 12, { on: false })[0] as Reacted
  expect([fewer.count, fewer.users.length, needsRefill(fewer), needsRefill(list[0] as Reacted)]).toEqual([
    11,
    7,
    true,
    false,
  ])
})
