import { expect, test } from 'bun:test'
import type { Friend, UserId } from '@parley/protocol'
import { alice, bob, carol, dave, entryOf, stateOf, userOf } from '../testing/client-state'
import { canContact, directChatWith } from './direct-chat'
import { knownPeople } from './known-people'
import { isBlocked, openRequests, relationOf } from './relation'

const friends = (rows: Readonly<Record<string, Partial<Friend>>>) =>
  new Map(
    Object.entries(rows).map(([id, row]) => [
      id as UserId,
      { userId: id as UserId, rev: 1, state: 'friends', ...row } as Friend,
    ]),
  )
const erin = 'erin' as UserId

test("a removed friend is a stranger again, and the viewer's relation to themselves is `self`", () => {
  const state = stateOf([], { friends: friends({ bob: {}, carol: { state: 'removed' }, dave: { state: 'received' } }) })
  expect([alice, bob, carol, dave, erin].map((id) => relationOf(state, id))).toEqual([
    ...['self', 'friends', 'none', 'received', 'none'],
  ] as ReturnType<typeof relationOf>[])
})

test('received requests are counted, except those of blocked people', () => {
  const rows = {
    bob: { state: 'received' },
    carol: { state: 'received', blockedAt: 1 },
    dave: { state: 'requested' },
  } as const
  const state = stateOf([], { friends: friends(rows) })
  expect(openRequests(state)).toBe(1)
  expect([bob, carol].map((id) => isBlocked(state, id))).toEqual([false, true])
})

test('strangers can be contacted where anyone can write to anyone, blocked people never', () => {
  const rows = friends({ bob: {}, carol: { blockedAt: 1 }, dave: { state: 'requested' } })
  const among = (directChats: 'friends' | 'everyone') => {
    const state = stateOf([], { friends: rows, directChats })
    return [alice, bob, carol, dave, erin].filter((id) => canContact(state, id)).map(String)
  }
  expect(among('friends')).toEqual(['alice', 'bob'])
  expect(among('everyone')).toEqual(['alice', 'bob', 'dave', 'erin'])
})

test("the chat with a person is the direct one, and the viewer's own is saved messages", () => {
  const entries = [
    entryOf('saved', { kind: 'direct', peerIds: [alice] }),
    entryOf('with-bob', { kind: 'direct', peerIds: [alice, bob] }),
    entryOf('with-carol', { kind: 'direct', peerIds: [carol, alice] }),
    entryOf('hike', { peerIds: [alice, dave] }),
  ]
  const state = stateOf(entries)
  expect([alice, bob, carol, dave].map((id) => directChatWith(state, id) as string | undefined)).toEqual([
    ...['saved', 'with-bob', 'with-carol'],
    undefined,
  ])
})

test('known people are friends and people of direct chats that can be contacted, once each and by name', () => {
  const entries = [
    entryOf('with-bob', { kind: 'direct', peerIds: [alice, bob] }),
    entryOf('with-dave', { kind: 'direct', peerIds: [alice, dave] }),
    entryOf('hike', { peerIds: [alice, erin] }),
  ]
  const users = new Map(
    [userOf(bob, 'Bob'), userOf(carol, 'Amy'), userOf(dave, 'Dave'), userOf(erin)].map((user) => [user.id, user]),
  )
  const known = (directChats: 'friends' | 'everyone', query = '') =>
    knownPeople(stateOf(entries, { users, directChats, friends: friends({ bob: {}, carol: {} }) }), {
      query,
      locale: 'en',
    })
  expect(known('everyone').map(({ name }) => name)).toEqual(['Amy', 'Bob', 'Dave'])
  expect(known('friends').map(({ name }) => name)).toEqual(['Amy', 'Bob'])
  expect(known('everyone', ' da').map(({ name }) => name)).toEqual(['Dave'])
  expect(known('everyone', 'am').map(({ name }) => name)).toEqual(['Amy'])
})
