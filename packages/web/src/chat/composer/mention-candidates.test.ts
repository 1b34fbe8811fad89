import { expect, test } from 'bun:test'
import type { Friend, Member, User, UserId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { matchesEveryone, mentionCandidates } from './mention-candidates'

const person = (username: string, name: string): User => ({
  id: username as UserId,
  username,
  name,
  rev: 1,
})
const everybody = [person('alice', 'Alice'), person('bob', 'Bob'), person('carol', 'Carol'), person('wang', '王小明')]
const stranger = person('bea', 'Bea')
const ids = ['alice', 'bob', 'carol', 'wang'] as readonly string[] as readonly UserId[]
const [alice, bob, carol, wang] = ids as [UserId, UserId, UserId, UserId]
const state = {
  me: { ...everybody[0], admin: false } as never,
  users: new Map([...everybody, stranger].map((user) => [user.id, user])),
  friends: new Map([[carol, { userId: carol, rev: 1, state: 'friends', remark: 'Captain' } as Friend]]),
}
const members = (list: readonly UserId[], more: Partial<Member> = {}) =>
  new Map(list.map((userId) => [userId, { userId, ...more } as Member]))
const chat = (kind: 'group' | 'channel', people: ChatEntry['members']) =>
  ({ chat: { kind }, members: people }) as unknown as ChatEntry
const wanted = { query: '', writers: [], found: [], locale: 'en' } as const
const suggested = (entry: ChatEntry, more: Partial<Parameters<typeof mentionCandidates>[1]> = {}) =>
  mentionCandidates(state, { ...wanted, entry, ...more }).map(({ username }) => username)

test('a group suggests its members, recent writers first and the others by name', () => {
  const group = chat('group', members(ids))
  expect(suggested(group)).toEqual(['bob', 'carol', 'wang'])
  expect(suggested(group, { writers: [wang, alice, carol, bob, carol] })).toEqual(['carol', 'bob', 'wang'])
  const left = new Map([...members(ids), ...members([bob], { leftSeq: 3 })])
  expect(suggested(chat('group', left))).toEqual(['carol', 'wang'])
})

test('the query is the beginning of the user name, or a part of the name, nickname or remark', () => {
  const group = chat('group', new Map([...members(ids), ...members([bob], { nickname: 'Skipper' })]))
  for (const [query, found] of [
    ['BO', ['bob']],
    ['小', ['wang']],
    ['skip', ['bob']],
    ['capt', ['carol']],
    ['ob', ['bob']],
    ['rol', ['carol']],
    ['x', []],
  ] as const)
    expect([query, suggested(group, { query })]).toEqual([query, [...found]])
})

test('a channel suggests known people first, and finds anyone by name', () => {
  const channel = chat('channel', new Map())
  expect(suggested(channel, { writers: [bob] })).toEqual(['bob', 'carol'])
  expect(suggested(channel, { query: 'b', writers: [bob] })).toEqual(['bob', 'bea'])
  expect(suggested(channel, { query: 'z', found: [person('zoe', 'Zoe')] })).toEqual(['zoe'])
})

test('blocked people are not suggested', () => {
  const friends = new Map([[bob, { userId: bob, rev: 1, state: 'removed', blockedAt: 1 } as Friend]])
  const entry = chat('group', members(ids))
  expect(mentionCandidates({ ...state, friends }, { ...wanted, entry }).map(({ id }) => id)).toEqual([carol, wang])
})

test('"everyone" is suggested for the beginning of any of its words', () => {
  expect(['', 'a', 'AL', 'all', '所', '所有人'].filter((query) => !matchesEveryone(query))).toEqual([])
  expect(['b', 'ally', '有'].filter(matchesEveryone)).toEqual([])
})
