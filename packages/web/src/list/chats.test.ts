import { describe, expect, test } from 'bun:test'
import { type ChatId, type UserId, WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry, ClientState } from '@parley/sdk/api'
import { makeT } from '../i18n/catalog'
import { words as en } from '../i18n/words/en'
import { messageMarkdown } from '../markdown/message-markdown'
import { unreadTotal } from '../people/unread'
import { alice, bob, carol, entryOf, stateOf, textOf, userOf } from '../testing/client-state'
import { previewOf } from './preview'
import { shownChats } from './shown-chats'

await messageMarkdown.ask()
const t = makeT(en, 'en')
const entries = [
  entryOf('with-bob', { kind: 'direct', peerIds: [alice, bob] }, { unread: 2 }),
  entryOf('hike', { name: 'Weekend hike' }),
  entryOf(WORLD_CHAT_ID, { kind: 'channel' }),
  entryOf('saved', { kind: 'direct', peerIds: [alice] }),
]

const state = stateOf(entries, {
  users: new Map([alice, bob, carol].map((id) => [id, userOf(id, id === bob ? 'Bob Martin' : id)])),
  unread: 2,
})

const remarked: ClientState = {
  ...state,
  friends: new Map([[bob, { userId: bob, rev: 1, state: 'friends', remark: 'Bob the plumber' }]]),
}

describe('the list', () => {
  const list = (wanted: Partial<Parameters<typeof shownChats>[1]>) =>
    shownChats(state, { filter: 'all', query: '', open: undefined, t, ...wanted }).map(String)

  test('shows all chats in their order', () => {
    expect(list({})).toEqual(['with-bob', 'hike', WORLD_CHAT_ID, 'saved'])
  })

  test('narrows to groups, and to unread chats', () => {
    expect(list({ filter: 'groups' })).toEqual(['hike'])
    expect(list({ filter: 'unread' })).toEqual(['with-bob'])
  })

  test('narrows to chats that mention the viewer, and keeps the open chat', () => {
    const named = new Map(state.chats).set(
      'hike' as ChatId,
      entryOf('hike', { name: 'Hike' }, { unread: 1, mentions: 1 }),
    )
    const wanted = { filter: 'mentions', query: '', t } as const
    expect(shownChats({ ...state, chats: named }, { ...wanted, open: undefined }).map(String)).toEqual(['hike'])
    expect(list({ filter: 'mentions' })).toEqual([])
    expect(list({ filter: 'mentions', open: 'with-bob' as ChatId })).toEqual(['with-bob'])
  })

  test('keeps the open chat when reading takes it out of the filter', () => {
    expect(list({ filter: 'unread', open: 'hike' as ChatId })).toEqual(['with-bob', 'hike'])
  })

  test('leaves out a channel that the viewer left, and keeps a group that they left', () => {
    const left = [entryOf('news', { kind: 'channel', name: 'News' }), entryOf('book', { name: 'Book club' })]
    const gone = left.map((held) => ({ ...held, canRead: false }))
    const after = { ...state, chats: new Map(gone.map((held) => [held.id, held])), order: gone.map(({ id }) => id) }
    for (const query of ['', 'new'])
      expect(shownChats(after, { filter: 'all', query, open: undefined, t })).not.toContain('news' as ChatId)
    expect(shownChats(after, { filter: 'all', query: '', open: undefined, t })).toEqual(['book' as ChatId])
  })

  test('counts unread chats, except silent and archived ones', () => {
    const of = (more: object) => ({ chatId: 'hike' as ChatId, rev: 1, readSeq: 0, clearedSeq: 0, ...more })
    const counted = [
      entryOf('hike', {}, { unread: 2 }),
      entryOf('old', {}, { unread: 3, state: of({ archivedAt: 1 }) }),
      entryOf('loud', {}, { unread: 4, state: of({ mutedUntil: 101 }) }),
      entryOf('again', {}, { unread: 5, state: of({ mutedUntil: 99 }) }),
    ]
    expect(unreadTotal({ ...state, chats: new Map(counted.map((held) => [held.id, held])) }, 100)).toBe(7)
  })

  test('finds chats by name in the language of the interface and by user name, in any filter', () => {
    expect(list({ query: 'HIKE', filter: 'unread' })).toEqual(['hike'])
    expect(list({ query: 'martin' })).toEqual(['with-bob'])
    expect(list({ query: '@bo' })).toEqual(['with-bob'])
    expect(list({ query: 'world' })).toEqual([WORLD_CHAT_ID])
    expect(list({ query: '@' })).toEqual([])
  })

  test('finds a friend by remark and by name', () => {
    const find = (query: string) => shownChats(remarked, { filter: 'all', query, open: undefined, t }).map(String)
    expect(find('plumber')).toEqual(['with-bob'])
    expect(find('martin')).toEqual(['with-bob'])
  })
})

describe('the line under a name', () => {
  const words = { t, locale: 'en', open: false }
  const group = (more: Partial<ChatEntry>) => previewOf(state, entryOf('hike', { name: 'Weekend hike' }, more), words)

  test('shows the sender of the last message', () => {
    expect(group({ last: textOf(bob, '**hi**\nthere') })).toEqual({ kind: 'message', text: 'Bob Martin: hi there' })
    expect(group({ last: textOf(alice, 'hi') })).toEqual({ kind: 'message', text: 'You: hi' })
    const direct = entryOf('d', { kind: 'direct', peerIds: [alice, bob] }, { last: textOf(bob, 'hi') })
    expect(previewOf(state, direct, words)).toEqual({ kind: 'message', text: 'hi' })
  })

  test('shows that a message was deleted, and whose it was', () => {
    const gone = (senderId: UserId) => ({ ...textOf(senderId, ''), body: { type: 'retracted' as const } })
    // In a group, an administrator may have deleted it.
    expect(group({ last: gone(alice) }).text).toBe('Message deleted')
    expect(group({ last: gone(bob) }).text).toBe('Bob Martin: Message deleted')
    const direct = (senderId: UserId) =>
      previewOf(state, entryOf('d', { kind: 'direct', peerIds: [alice, bob] }, { last: gone(senderId) }), words).text
    expect(direct(bob)).toBe('Message deleted')
    expect(direct(alice)).toBe('You deleted a message')
  })

  test('shows people by remark', () => {
    const hike = entryOf('hike', { name: 'Weekend hike' }, { last: textOf(bob, 'hi') })
    expect(previewOf(remarked, hike, words).text).toBe('Bob the plumber: hi')
    expect(previewOf(remarked, { ...hike, typing: [bob] }, words).text).toBe('Bob the plumber is typing…')
    const body = { type: 'system' as const, event: 'friends_now' as const, userIds: [alice, bob] }
    for (const senderId of [alice, bob])
      expect(previewOf(remarked, { ...hike, last: { ...textOf(senderId, ''), body } }, words).text).toBe(
        'You and Bob the plumber are now friends',
      )
  })

  test('describes what members are doing', () => {
    const doing = (...of: ('typing' | 'recording' | 'uploading')[]) => {
      const people = [bob, carol].slice(0, of.length)
      return group({ typing: people, doing: new Map(people.map((who, at) => [who, of[at] ?? 'typing'])) }).text
    }
    expect(doing('recording')).toBe('Bob Martin is recording…')
    expect(doing('uploading')).toBe('Bob Martin is sending a file…')
    expect(doing('recording', 'recording')).toMatch(/^Bob Martin and .+ are recording…$/)
    expect(doing('recording', 'uploading')).toMatch(/^Bob Martin and .+ are typing…$/)
  })

  test('shows typing before a draft, and a draft before the last message', () => {
    const last = textOf(bob, 'hi')
    expect(group({ last, draft: 'so', typing: [bob] })).toEqual({ kind: 'typing', text: 'Bob Martin is typing…' })
    expect(group({ last, draft: 'so', typing: [bob, carol] }).text).toMatch(/^Bob Martin and .+ are typing…$/)
    expect(group({ last, typing: [bob, carol, alice] }).text).toBe('3 people are typing…')
    expect(group({ last, draft: ' so ' })).toEqual({ kind: 'draft', text: 'so' })
  })

  test('leaves the draft of the open chat to its composer', () => {
    const open = entryOf('hike', {}, { last: textOf(bob, 'hi'), draft: 'so' })
    expect(previewOf(state, open, { ...words, open: true }).kind).toBe('message')
  })

  test('says that a chat has no messages', () => {
    expect(group({})).toEqual({ kind: 'empty', text: 'No messages yet' })
  })
})
