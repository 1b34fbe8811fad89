import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import { entryOf, memberOf, stateOf } from '../testing/client-state'
import { heldCount, memberCount, needsMemberCount } from './counted-members'

const members = (count: number, left = 0) =>
  new Map(
    Array.from({ length: count }, (_, at) => memberOf(`user${at}` as UserId, at < left ? { leftSeq: 5 } : {})).map(
      (member) => [member.userId, member],
    ),
  )
const group = (count: number, left = 0) => entryOf('hike', {}, { members: members(count, left), membersKnown: true })

test('former members are not counted, and the count is unknown before the members are loaded', () => {
  expect(heldCount(group(5, 2))).toBe(3)
  expect(memberCount(group(5, 2), undefined)).toBe(3)
  expect(memberCount(entryOf('hike', {}, { members: members(5) }), undefined)).toBeUndefined()
  expect(memberCount(undefined, { total: 9, held: 3 })).toBeUndefined()
})

test('the count of a large group includes members who joined or left since the last response', () => {
  expect(memberCount(group(102), { total: 5_000, held: 100 })).toBe(5_002)
  expect(memberCount(group(100, 3), { total: 5_000, held: 100 })).toBe(4_997)
  expect(memberCount(group(150), { total: 120, held: 150 })).toBe(150)
})

test('the client requests the count only for large readable groups, and while connected', () => {
  const asks = (entry: ReturnType<typeof group>, more = {}) =>
    needsMemberCount(stateOf([entry], more), 'hike' as ChatId)
  const large = group(limits.membersPage)
  expect(asks(large)).toBe(true)
  expect(asks(group(limits.membersPage - 1))).toBe(false)
  expect(asks({ ...large, canRead: false })).toBe(false)
  expect(asks({ ...large, chat: { ...large.chat, kind: 'channel' } })).toBe(false)
  expect(asks(large, { connection: { phase: 'syncing', sinceMs: 0, offline: false } })).toBe(false)
})
