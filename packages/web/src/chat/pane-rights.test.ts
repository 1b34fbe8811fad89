import { expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { alice, bob, entryOf, stateOf } from '../testing/client-state'
import { isPinned, mayPin, paneRights, retractableUntil } from './pane-rights'

const rights = { invite: 'members', pin: 'members', edit: 'admins' } as const
const reserved = { ...rights, pin: 'admins' } as const

test('both people in a direct chat can pin, and writers in groups that allow pinning by members', () => {
  const direct = (more: Partial<ChatEntry> = {}) => entryOf('d', { kind: 'direct', peerIds: [alice, bob] }, more)
  expect([mayPin(direct()), mayPin(direct({ writeRefused: 'not_friends' }))]).toEqual([true, false])
  expect(mayPin(entryOf('g', { rights }))).toBe(true)
  expect(mayPin(entryOf('g', { rights }, { writeRefused: 'muted' }))).toBe(false)
  for (const chat of [{ rights: reserved }, {}]) expect(mayPin(entryOf('g', chat))).toBe(false)
  expect(mayPin(undefined)).toBe(false)
})

test('moderators can pin even without write access, and no user can in a dissolved group', () => {
  expect(mayPin(entryOf('g', { rights: reserved }, { moderates: true, writeRefused: 'muted_all' }))).toBe(true)
  expect(mayPin(entryOf('g', { rights, dissolvedAt: 1 }, { moderates: true }))).toBe(false)
})

test('a message counts as pinned only in its own chat', () => {
  const pinned = [{ id: 'm1' as MessageId, seq: 1 }]
  const state = stateOf([entryOf('g', { pinned }), entryOf('other')])
  const is = (chat: string, id: string) => isPinned(state, chat as ChatId, id as MessageId)
  expect([is('g', 'm1'), is('g', 'm2'), is('other', 'm1'), is('nowhere', 'm1')]).toEqual([true, false, false, false])
})

test("the rights in a chat follow from the viewer's role", () => {
  const of = (entry: ChatEntry) => paneRights(stateOf([entry]), entry.id, { reacted: true, nowMs: 5 })
  expect(of(entryOf('g'))).toEqual({
    ...{ mayWrite: true, me: alice, reacted: true, pins: false, showsReaders: true, moderates: false },
    ...{ retractWindowMs: 120_000, nowMs: 5 },
  })
  expect(of(entryOf('g', {}, { writeRefused: 'muted' })).mayWrite).toBe(false)
  expect(of(entryOf('g', {}, { canRead: false })).showsReaders).toBe(false)
  expect(of(entryOf('d', { kind: 'direct' })).showsReaders).toBe(false)
  expect(of(entryOf('g', {}, { moderates: true })).moderates).toBe(true)
  expect(of(entryOf('g', { dissolvedAt: 1 }, { moderates: true })).moderates).toBe(false)
  expect(paneRights(stateOf([]), 'gone' as ChatId, { reacted: false, nowMs: 5 }).mayWrite).toBe(false)
})

test('several messages can be retracted until the window of the oldest ends', () => {
  const messages = [{ at: 300 }, { at: 100 }, { at: 200 }]
  expect(retractableUntil(messages, { moderates: false, retractWindowMs: 50 })).toBe(150)
  expect(retractableUntil(messages, { moderates: true, retractWindowMs: 50 })).toBeUndefined()
})
