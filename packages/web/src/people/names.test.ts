import { expect, test } from 'bun:test'
import type { Friend } from '@parley/protocol'
import type { ChatId, UserId } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { canContact } from './direct-chat'
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
  restoreMs: 2_592_000_000,
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

test("the viewer's remark replaces the name of other people, never the viewer's own", () => {
  const state = stateWith([
    bobIs('friends', { remark: 'Bobby' }),
    { ...bobIs('removed', { remark: 'me' }), userId: alice },
  ])
  expect(userName(state, bob, t)).toBe('Bobby')
  expect(userName(state, carol, t)).toBe('Carol')
  expect(userName(state, alice, t)).toBe('Alice')
  expect(userName(state, 'nobody' as UserId, t)).toBe(en.deletedAccount)
  expect(userName(state, undefined, t)).toBe(en.deletedAccount)
  const erased = { id: carol, username: 'deleted-3', name: 'Deleted account', deleted: true as const, rev: 2 }
  expect(userName({ ...state, users: new Map([[carol, erased]]) }, carol, t)).toBe(en.deletedAccount)
})

test("a group shows the viewer's remark, else the nickname there, else the name", () => {
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

test('both the remark and the name match a query', () => {
  const state = stateWith([bobIs('friends', { remark: 'Plumber' })])
  for (const query of ['plumb', 'BO', '@bob', 'bob'])
    expect([query, nameMatches(state, user(bob, 'Bob'), query)]).toEqual([query, true])
  for (const query of ['@', '@plumb', 'carol'])
    expect([query, nameMatches(state, user(bob, 'Bob'), query)]).toEqual([query, false])
})

test('friends can be contacted, or anyone where the server allows it, but never blocked people', () => {
  expect(canContact(stateWith([bobIs('friends')]), bob)).toBe(true)
  expect(canContact(stateWith([bobIs('requested')]), bob)).toBe(false)
  expect(canContact(stateWith([]), bob)).toBe(false)
  expect(canContact(stateWith([]), alice)).toBe(true)
  expect(canContact(stateWith([], 'everyone'), bob)).toBe(true)
  expect(canContact(stateWith([bobIs('friends', { blockedAt: 1 })], 'everyone'), bob)).toBe(false)
})

test('received requests are counted, except those of blocked people', () => {
  expect(openRequests(stateWith([bobIs('received'), { ...bobIs('requested'), userId: carol }]))).toBe(1)
  expect(openRequests(stateWith([bobIs('received', { blockedAt: 1 })]))).toBe(0)
  expect(relationOf(stateWith([bobIs('removed')]), bob)).toBe('none')
  expect(isBlocked(stateWith([bobIs('removed', { blockedAt: 1 })]), bob)).toBe(true)
})
