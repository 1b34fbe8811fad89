import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import type { ChatId, UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { en } from '../i18n/en'
import { mayReach } from './direct-policy'
import { memberName, nameMatches, userName } from './names'
import { isBlocked, openRequests, relationOf } from './relation'

const t = makeT(en, 'en')
const [alice, bob, carol] = ['alice', 'bob', 'carol'] as unknown as [UserId, UserId, UserId]
const user = (id: UserId, name: string) => ({ id, username: id, name, rev: 1 })

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
  fileBytes: 2_147_483_648,
  voiceMaxMs: 900_000,
  played: new Map(),
  retractWindowMs: 120_000,
  unread: 0,
})
const emptyEntry = {
  ...{
    rev: 1,
    activeAt: 0,
    unread: 0,
    mentions: 0,
    typing: [],
    doing: new Map(),
    reads: new Map(),
    readUpTo: 0,
    queued: 0,
    failed: 0,
  },
  ...{ draft: '', canRead: true, moderates: false, membersKnown: true },
}
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

test('in a group somebody goes by my remark, else their nickname there, else their name', () => {
  const chatId = 'group' as ChatId
  const named = (remark?: string, nickname?: string) => {
    const state = stateWith([bobIs('friends', remark ? { remark } : {})])
    const member = { chatId, userId: bob, rev: 1, role: 'member' as const, joinedSeq: 1, visibleFrom: 1 }
    const chat = { id: chatId, kind: 'group' as const, rev: 1, seq: 0, firstSeq: 1, pinned: [] }
    const members = new Map([[bob, { ...member, ...(nickname ? { nickname } : {}) }]])
    const entry = { ...emptyEntry, id: chatId, chat, members }
    return memberName({ ...state, chats: new Map([[chatId, entry]]) }, { chatId, userId: bob }, t)
  }
  expect([named('Plumber', 'Bobby'), named(undefined, 'Bobby'), named()]).toEqual(['Plumber', 'Bobby', 'Bob'])
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
