import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import type { UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { en } from '../i18n/en'
import { mayReach } from './direct-policy'
import { nameMatches, userName } from './names'
import { isBlocked, openRequests, relationOf } from './relation'

const t = makeT(en, 'en')
const [alice, bob, carol] = ['alice', 'bob', 'carol'] as unknown as [UserId, UserId, UserId]
const user = (id: UserId, name: string) => ({ id, username: id, name, kind: 'person' as const, rev: 1 })

const stateWith = (friends: readonly Friend[], directChats: 'friends' | 'everyone' = 'friends'): ClientState => ({
  connection: { phase: 'live', sinceMs: 0, offline: false },
  me: { ...user(alice, 'Alice'), admin: false },
  users: new Map([bob, carol].map((id) => [id, user(id, id === bob ? 'Bob' : 'Carol')])),
  presences: new Map(),
  chats: new Map(),
  order: [],
  sessions: new Map(),
  friends: new Map(friends.map((row) => [row.userId, row])),
  directChats,
  ready: true,
  persistent: true,
  groupMembersMax: 500,
  retractWindowMs: 120_000,
  unread: 0,
})
const bobIs = (state: Friend['state'], more: Partial<Friend> = {}): Friend => ({ userId: bob, rev: 1, state, ...more })

test('my remark stands for the name, never for my own', () => {
  const state = stateWith([
    bobIs('friends', { remark: 'Bobby' }),
    { ...bobIs('removed', { remark: 'me' }), userId: alice },
  ])
  expect(userName(state, bob, t)).toBe('Bobby')
  expect(userName(state, carol, t)).toBe('Carol')
  expect(userName(state, alice, t)).toBe('Alice')
  expect(userName(state, 'nobody' as UserId, t)).toBe(en.deletedAccount)
  expect(userName(state, undefined, t)).toBe(en.deletedAccount)
})

test('both the remark and the name find somebody', () => {
  const state = stateWith([bobIs('friends', { remark: 'Plumber' })])
  for (const query of ['plumb', 'BO', '@bob', 'bob'])
    expect([query, nameMatches(state, user(bob, 'Bob'), query)]).toEqual([query, true])
  for (const query of ['@', '@plumb', 'carol'])
    expect([query, nameMatches(state, user(bob, 'Bob'), query)]).toEqual([query, false])
})

test('chats are begun with friends, or with everyone where the server says so, never with whom I blocked', () => {
  expect(mayReach(stateWith([bobIs('friends')]), bob)).toBe(true)
  expect(mayReach(stateWith([bobIs('requested')]), bob)).toBe(false)
  expect(mayReach(stateWith([]), bob)).toBe(false)
  expect(mayReach(stateWith([]), alice)).toBe(true)
  expect(mayReach(stateWith([], 'everyone'), bob)).toBe(true)
  expect(mayReach(stateWith([bobIs('friends', { blockedAt: 1 })], 'everyone'), bob)).toBe(false)
})

test('requests that wait for me are counted, but not those of whom I blocked', () => {
  expect(openRequests(stateWith([bobIs('received'), { ...bobIs('requested'), userId: carol }]))).toBe(1)
  expect(openRequests(stateWith([bobIs('received', { blockedAt: 1 })]))).toBe(0)
  expect(relationOf(stateWith([bobIs('removed')]), bob)).toBe('none')
  expect(isBlocked(stateWith([bobIs('removed', { blockedAt: 1 })]), bob)).toBe(true)
})
