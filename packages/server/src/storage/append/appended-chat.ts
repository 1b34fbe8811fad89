import type { ContentKind, Message } from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import type { Selectable } from 'kysely'
import type { Appended, Publication } from '../database'
import type { NewMessage, Schema } from '../schema'
import { isLarge } from './large'
import { messageFromRow } from './message-row'
import { sentHash } from './sent-hash'
import type { StandingChat } from './standing'
import { mentionsFromStored, storedMentions } from './stored-mentions'

/** The part of a chat's row that storing messages needs. */
export type ChatHead = Pick<
  Selectable<Schema['chats']>,
  'seq' | 'rev' | 'acl_rev' | 'last_at' | 'member_count' | 'slow_mode_ms'
> &
  StandingChat & { readonly key: number }

/** The columns of this part. */
export const chatColumns =
  'key, seq, rev, acl_rev, last_at, kind, member_count, open, direct_low, direct_high, muted_all, slow_mode_ms, dissolved_at, everybody'

/** A chat during a batch. */
export interface OpenChat extends ChatHead {
  readonly added: Message[]
  /** Length of the added messages: bodies and mentions. */
  chars: number
  /** In slow mode: when users last wrote, as far as looked up, and which users wrote in this batch. */
  readonly lastSent: Map<number, number>
  readonly sentNow: Set<number>
}

export type Stored = Exclude<Appended, { outcome: 'stale_access' | 'too_soon' }>

/** A message just before it is stored. */
export interface Entry {
  readonly message: NewMessage
  readonly body: string
  /** The mentions in their stored form. */
  readonly mentions: string | null
  readonly hash: Uint8Array
  /** The lists of the chat's contents that include the message. */
  readonly contents: readonly ContentKind[]
}

/** A message with its place in the chat. */
export interface PlacedEntry extends Entry {
  readonly stored: Message
}

/** Longer bodies go out separately, because one frame must not fill the buffer of a slow reader. */
const FRAME_CHARS = 128 * 1024

export const openChat = (head: ChatHead): OpenChat => ({
  ...head,
  added: [],
  chars: 0,
  lastSent: new Map(),
  sentNow: new Set(),
})

export const entryOf = (message: NewMessage): Entry => {
  const body = JSON.stringify(message.body)
  const mentions = storedMentions(message)
  const hash = sentHash(message.sentBody ?? body, { replyTo: message.replyTo, mentions })
  return { message, body, mentions, hash, contents: contentsOf(message.body) }
}

/** The next message's place in a chat. `added` assigns it. */
export const nextPlace = (chat: OpenChat, entry: Entry, nowMs: number): PlacedEntry => {
  const { id, chatId, senderId, replyTo, forwardedFrom, body, via } = entry.message
  const at = Math.max(nowMs, chat.last_at)
  const what = { id, chatId, seq: chat.seq + 1, rev: chat.rev + 1, senderId, at, body, countable: true }
  const answering = replyTo ? { ...what, replyTo } : what
  const sent = via === undefined ? answering : { ...answering, via }
  const stored = forwardedFrom ? { ...sent, forwardedFrom } : sent
  const { message, hash, mentions, contents } = entry
  const named = mentions === null ? stored : { ...stored, ...mentionsFromStored(mentions) }
  return { message, body: entry.body, hash, mentions, contents, stored: named }
}

/** Advances a chat by the stored message. */
export const advanceChat = (chat: OpenChat, { stored, body, mentions }: PlacedEntry): Stored => {
  chat.seq = stored.seq
  chat.rev = stored.rev
  chat.last_at = stored.at
  chat.chars += body.length + (mentions?.length ?? 0)
  chat.added.push(stored)
  return { outcome: 'stored', message: stored }
}

/** The result for a used id: the stored message if the sender repeats the same send. */
export const compareStored = (
  stored: Selectable<Schema['messages']> | null | undefined,
  { message, hash }: Entry,
): Stored => {
  const same = stored && stored.sender_key === message.senderKey && Buffer.compare(stored.sent_hash, hash) === 0
  return same
    ? { outcome: 'repeated', message: messageFromRow(stored, message.chatId, message.senderId) }
    : { outcome: 'conflict' }
}

/** A time from further ahead was noted before the clock was set back. */
const CLOCK_ERROR_MS = 60_000

/** When a user may write again in slow mode, in milliseconds from now; 0 for at once. */
export const slowWaitMs = (chat: OpenChat, senderKey: number, nowMs: number): number => {
  const sentAt = chat.lastSent.get(senderKey)
  if (sentAt === undefined || sentAt > nowMs + CLOCK_ERROR_MS) return 0
  return Math.min(chat.slow_mode_ms, Math.max(0, sentAt + chat.slow_mode_ms - nowMs))
}

/** Notes that a user wrote in slow mode. */
export const recordSent = (chat: OpenChat, senderKey: number, nowMs: number): void => {
  chat.lastSent.set(senderKey, nowMs)
  chat.sentNow.add(senderKey)
}

/** The events of a batch: the new messages of each chat, and repeated revs. */
export const publicationsOf = (
  chats: Iterable<OpenChat>,
  repeated: readonly { readonly chat: OpenChat; readonly message: Message }[],
): Publication[] => {
  const publications: Publication[] = []
  for (const chat of chats)
    for (const messages of framesOf(chat)) publications.push(addedOf(messages, { large: isLarge(chat) }))
  // Publishes the rev of a repeated message without the message, because newer members may not see it. Clients without
  // the message fetch it.
  for (const { chat, message } of repeated) {
    const { chatId, rev } = message
    const delta = { chatId, from: rev, rev }
    publications.push({ kind: 'chat', chatId, delta, large: isLarge(chat), seq: chat.seq, again: true })
  }
  return publications
}

/** Each new message raises the rev by one, so any part of them is a delta. */
const addedOf = (messages: Message[], { large }: { large: boolean }): Publication => {
  const first = messages[0] as Message
  const last = messages.at(-1) as Message
  const { chatId } = first
  const delta = { chatId, from: first.rev - 1, rev: last.rev, messages }
  return { kind: 'chat', chatId, delta, large, seq: last.seq }
}

/** The new messages of a chat as consecutive parts; usually one, more if messages are many and long. */
const framesOf = ({ added: all, chars }: OpenChat): Message[][] => {
  if (all.length === 0) return []
  if (chars <= FRAME_CHARS) return [all]
  const frames: Message[][] = []
  let room = 0
  for (const message of all) {
    const length = JSON.stringify(message.body).length + (storedMentions(message)?.length ?? 0)
    if (length > room) {
      frames.push([])
      room = FRAME_CHARS
    }
    frames.at(-1)?.push(message)
    room -= length
  }
  return frames
}
