import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import { newsBetween } from './news'

const bob = 'bob' as UserId
const row = (state: Friend['state'], more: Partial<Friend> = {}): Friend => ({ userId: bob, rev: 1, state, ...more })
const of = (...rows: readonly Friend[]) => new Map(rows.map((friend) => [friend.userId, friend]))

test('a received request is news, also after an earlier end', () => {
  expect(newsBetween(of(), of(row('received', { note: 'hi' })))).toEqual([{ kind: 'asked', userId: bob, note: 'hi' }])
  expect(newsBetween(of(row('removed')), of(row('received')))).toEqual([{ kind: 'asked', userId: bob }])
  expect(newsBetween(of(row('received')), of(row('received', { note: 'again' })))).toEqual([])
})

test("a response is news with its reply, the viewer's own actions are not", () => {
  const asked = of(row('requested', { note: 'it is me' }))
  expect(newsBetween(asked, of(row('friends', { note: 'welcome' })))).toEqual([
    { kind: 'accepted', userId: bob, note: 'welcome' },
  ])
  expect(newsBetween(asked, of(row('friends', { note: 'it is me' })))).toEqual([{ kind: 'accepted', userId: bob }])
  expect(newsBetween(asked, of(row('removed', { note: 'who are you?' })))).toEqual([
    { kind: 'declined', userId: bob, note: 'who are you?' },
  ])
  expect(newsBetween(asked, of(row('removed')))).toEqual([])
  expect(newsBetween(asked, of(row('removed', { note: 'it is me' })))).toEqual([])
  expect(newsBetween(of(row('received')), of(row('friends')))).toEqual([])
  expect(newsBetween(of(), of(row('requested')))).toEqual([])
})

test('blocked people are never news', () => {
  expect(newsBetween(of(), of(row('received', { blockedAt: 1 })))).toEqual([])
})
