import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { ChatEntry } from '@parley/sdk/api'
import { unreadText } from '../people/unread'
import { alice, bob, entryOf, stateOf, textOf } from '../testing/client-state'
import { chatMenuActs } from './chat-menu-acts'
import { lastMark } from './last-mark'
import { pinnedOf } from './pinned'

const kept = (more: object) => ({ chatId: 'hike' as ChatId, rev: 1, readSeq: 0, clearedSeq: 0, ...more })
const acts = (more: Partial<ChatEntry>, place = { at: -1, count: 2 }) =>
  chatMenuActs(entryOf('hike', {}, more), place, 100)
const muting = ['mute', 'info'] as const

test('the menu of a chat offers the opposite of the current state', () => {
  expect(acts({})).toEqual(['pin', 'markUnread', ...muting, 'archive', 'clear'])
  const state = kept({ mutedUntil: 101, archivedAt: 1, markedUnread: true })
  expect(acts({ state })).toEqual(['pin', 'markRead', 'unmute', 'info', 'unarchive', 'clear'])
  expect(acts({ unread: 1, state: kept({ mutedUntil: 100 }) })).toEqual([
    'pin',
    'markRead',
    ...muting,
    'archive',
    'clear',
  ])
})

test('only members who can leave a group or channel see the entry for it', () => {
  const leaves = (chat: Partial<ChatEntry['chat']>, role?: ChatEntry['role']) =>
    chatMenuActs(entryOf('hike', chat, role ? { role } : {}), { at: -1, count: 0 }, 100).includes('leave')
  expect([leaves({ kind: 'group' }, 'member'), leaves({ kind: 'channel' }, 'owner')]).toEqual([true, true])
  expect([leaves({ kind: 'group' }, 'owner'), leaves({ kind: 'group' }), leaves({ kind: 'direct' })]).toEqual([
    ...[false, false, false],
  ])
})

test('a pinned chat can be moved if there is another one in that direction', () => {
  const moves = (at: number, count: number) => acts({}, { at, count }).slice(0, -5)
  expect(moves(0, 1)).toEqual(['unpin'])
  expect(moves(0, 3)).toEqual(['unpin', 'moveDown'])
  expect(moves(1, 3)).toEqual(['unpin', 'moveUp', 'moveDown'])
  expect(moves(2, 3)).toEqual(['unpin', 'moveUp'])
})

test('pinned chats are in the order of pinning, the newest first', () => {
  const entries = [
    entryOf('a', {}, { state: kept({ pinnedAt: 5 }) }),
    entryOf('b'),
    entryOf('c', {}, { state: kept({ pinnedAt: 9 }) }),
  ]
  expect(pinnedOf(stateOf(entries)).map(String)).toEqual(['c', 'a'])
})

test('an own last message shows failed before waiting, and read before sent', () => {
  const mark = (more: Partial<ChatEntry>, own = true) => lastMark(entryOf('hike', {}, more), { own })
  const last = textOf(alice, 'hi', { seq: 7 })
  expect(mark({ last, failed: 1, queued: 1, readUpTo: 7 })).toBe('failed')
  expect(mark({ last, queued: 1, readUpTo: 7 })).toBe('queued')
  expect([6, 7].map((readUpTo) => mark({ last, readUpTo }))).toEqual(['sent', 'read'])
  expect(mark({ last, readUpTo: 7 }, false)).toBeUndefined()
  expect(mark({ last: { ...last, status: 'sending' } })).toBeUndefined()
  expect(mark({ last: { ...last, body: { type: 'system', event: 'member_left' } } })).toBeUndefined()
  expect(mark({})).toBeUndefined()
})

test('saved messages show a mark only while they are not stored', () => {
  const saved = (more: Partial<ChatEntry>) =>
    lastMark(
      entryOf('saved', { kind: 'direct', peerIds: [alice] }, { last: textOf(alice, 'hi', { seq: 1 }), ...more }),
      { own: true },
    )
  expect([saved({}), saved({ queued: 1 }), saved({ failed: 1 })]).toEqual([undefined, 'queued', 'failed'])
  const direct = entryOf('d', { kind: 'direct', peerIds: [alice, bob] }, { last: textOf(alice, 'hi', { seq: 1 }) })
  expect(lastMark(direct, { own: true })).toBe('sent')
})

test('counting stops at a hundred', () => {
  expect([1, 99, 100].map(unreadText)).toEqual(['1', '99', '99+'])
})
