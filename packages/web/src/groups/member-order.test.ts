import { expect, test } from 'bun:test'
import type { Friend, Member, UserId } from '@parley/protocol'
import { alice, bob, carol, dave, memberOf, userOf } from '../testing/client-state'
import { type MembersInput, orderedMembers } from './member-order'

const users = new Map(
  [alice, bob, carol, dave].map((id) => [id, userOf(id, { bob: 'Bob', carol: 'Zora' }[id as string] ?? id)]),
)
const rows = (...members: readonly Member[]) => new Map(members.map((member) => [member.userId, member]))
const remarked = (userId: UserId, remark: string) =>
  new Map([[userId, { userId, rev: 1, state: 'friends', remark } satisfies Friend]])

const ordered = (input: Partial<MembersInput>) => {
  const { members, present } = orderedMembers({
    ...{ held: rows(), fetched: rows(), found: rows(), expected: new Map(), friends: new Map(), query: '' },
    userOf: (id) => users.get(id),
    nameless: 'Deleted account',
    ...input,
  })
  return { names: members.map(({ userId }) => String(userId)), members, present }
}

test('the owner comes first, then admins, then the others by name', () => {
  const held = rows(
    memberOf(dave),
    memberOf(carol, { role: 'owner' }),
    memberOf(alice),
    memberOf(bob, { role: 'admin' }),
  )
  expect(ordered({ held }).names).toEqual(['carol', 'bob', 'alice', 'dave'])
})

test("the sort name is the viewer's remark, else the nickname here, else the name", () => {
  const held = rows(memberOf(alice, { nickname: 'Xena' }), memberOf(bob, { nickname: 'Yuri' }), memberOf(carol))
  expect(ordered({ held }).names).toEqual(['alice', 'bob', 'carol'])
  expect(ordered({ held, friends: remarked(bob, 'Aunt') }).names).toEqual(['bob', 'alice', 'carol'])
  const gone = rows(memberOf('gone' as UserId), memberOf(bob), memberOf(carol))
  expect(ordered({ held: gone }).names).toEqual(['bob', 'gone', 'carol'])
})

test("former members are neither shown nor counted, and a query doesn't change the count", () => {
  const held = rows(memberOf(alice), memberOf(bob, { leftSeq: 7 }), memberOf(carol))
  expect(ordered({ held })).toMatchObject({ names: ['alice', 'carol'], present: 2 })
  expect(ordered({ held, query: 'ali' })).toMatchObject({ names: ['alice'], present: 2 })
})

test("a query matches names, nicknames and remarks in any case, and includes the server's results", () => {
  const held = rows(memberOf(alice), memberOf(bob, { nickname: 'Captain' }), memberOf(carol), memberOf(dave))
  expect(ordered({ held, query: 'BO' }).names).toEqual(['bob'])
  expect(ordered({ held, query: 'tain' }).names).toEqual(['bob'])
  expect(ordered({ held, query: 'plumb', friends: remarked(dave, 'Plumber') }).names).toEqual(['dave'])
  expect(ordered({ held, query: 'nobody' }).names).toEqual([])
  expect(ordered({ held: rows(memberOf(alice)), found: rows(memberOf(dave)), query: 'elsewhere' }).names).toEqual([
    'dave',
  ])
})

test('the newest of several rows counts, and pending actions take precedence', () => {
  const [older, newer] = [memberOf(bob, { rev: 2 }), memberOf(bob, { rev: 3, role: 'admin' })]
  expect(ordered({ held: rows(newer), fetched: rows(older) }).members).toEqual([newer])
  expect(ordered({ found: rows(older), fetched: rows(newer) }).members).toEqual([newer])
  const muting = new Map([['chatbob', { pending: [{ mutedUntil: 9 }] }]])
  expect(ordered({ held: rows(newer), expected: muting }).members).toEqual([{ ...newer, mutedUntil: 9 }])
})
