import { describe, expect, test } from 'bun:test'
import type { Chat, ChatId, Member, Message, MessageId, UserId } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import { chatEntry, type EntrySource } from './entries'

const chatId = 'chat' as ChatId
const me = 'me' as UserId
const nowMs = 100_000

const place = (more: Partial<Member> = {}): Member => ({
  ...{ chatId, userId: me, rev: 1, role: 'member', joinedSeq: 0, visibleFrom: 1 },
  ...more,
})
const said = (at: number): Message => ({
  ...{ id: 'm1' as MessageId, chatId, seq: 1, rev: 2, senderId: me, at, countable: true },
  body: { type: 'text', text: 'hello' },
})

/** A chat as its list shows it, with what is particular about it. */
const entryOf = (
  more: { chat?: Partial<Chat>; own?: Partial<Member>; messages?: Message[] } & Partial<EntrySource>,
) => {
  const { chat, own, messages = [], ...source } = more
  const held: HeldChat = {
    rev: 2,
    chat: { id: chatId, kind: 'group', rev: 1, seq: messages.length, firstSeq: 1, pinned: [], ...chat },
    since: 1,
    members: new Map([[me, place(own)]]),
    messages,
    reactions: new Map(),
  }
  const rest: EntrySource = {
    ...{ held, me, hidden: { rev: 0, seqs: new Set() }, state: undefined, friend: undefined, directChats: 'everyone' },
    ...{ readSeq: 0, cameAt: 0, waiting: [], typing: [], online: undefined, draft: { text: '' }, admin: false },
    floodMutedUntil: undefined,
    ...{ nowMs, serverAheadMs: 0, reads: new Map(), doing: new Map() },
  }
  return chatEntry({ ...rest, ...source }, undefined)
}

describe("the reason why a user can't write", () => {
  test('is a mute until it ends, on the clock of this device', () => {
    expect(entryOf({ own: { mutedUntil: nowMs + 1 } })).toMatchObject({ writeRefused: 'muted', mutedUntil: nowMs + 1 })
    expect(entryOf({ own: { mutedUntil: nowMs } }).writeRefused).toBeUndefined()
    const ahead = entryOf({ own: { mutedUntil: nowMs + 5_000 }, serverAheadMs: 4_000 })
    expect(ahead.mutedUntil).toBe(nowMs + 1_000)
  })

  test('is the flood brake in every chat but saved messages, until it ends', () => {
    const until = { floodMutedUntil: nowMs + 5_000, serverAheadMs: 4_000 }
    expect(entryOf(until)).toMatchObject({ writeRefused: 'flood_muted', mutedUntil: nowMs + 1_000 })
    expect(entryOf({ ...until, own: { role: 'owner' } }).writeRefused).toBe('flood_muted')
    const direct = { ...until, chat: { kind: 'direct' as const } }
    expect(entryOf({ ...direct, friend: { row: undefined } }).writeRefused).toBe('flood_muted')
    expect(entryOf(direct).writeRefused).toBeUndefined()
    expect(entryOf({ floodMutedUntil: nowMs }).writeRefused).toBeUndefined()
  })

  test('is a mute of all, but not for moderators of the chat', () => {
    const chat = { mutedAll: true }
    expect(entryOf({ chat }).writeRefused).toBe('muted_all')
    for (const role of ['admin', 'owner'] as const)
      expect(entryOf({ chat, own: { role } }).writeRefused).toBeUndefined()
    const channel = { ...chat, kind: 'channel' as const, open: true }
    expect(entryOf({ chat: channel }).writeRefused).toBe('muted_all')
    expect(entryOf({ chat: channel, admin: true }).writeRefused).toBeUndefined()
  })

  test('is the end of a group, and before that no longer being in it', () => {
    const chat = { dissolvedAt: 1 }
    expect(entryOf({ chat }).writeRefused).toBe('dissolved')
    expect(entryOf({ chat, own: { leftSeq: 0 } })).toMatchObject({ writeRefused: 'not_a_member', canRead: false })
  })

  test("in slow mode is the user's own last message, for a while, and never for moderators", () => {
    const chat = { slowModeMs: 10_000 }
    const messages = [said(nowMs - 4_000)]
    expect(entryOf({ chat, messages })).toMatchObject({ nextSendAt: nowMs + 6_000, moderates: false })
    expect(entryOf({ chat, messages }).writeRefused).toBeUndefined()
    expect(entryOf({ chat, messages: [said(nowMs - 10_000)] }).nextSendAt).toBeUndefined()
    expect(entryOf({ chat, messages, own: { role: 'admin' } }).nextSendAt).toBeUndefined()
  })
})
