import type { ContentKind, Message } from '@parley/protocol'
import { contentsOf } from '@parley/protocol/contents-of'
import type { Selectable } from 'kysely'
import type { Appended, Publication } from './database'
import { isLarge } from './large'
import { messageFromRow } from './message-row'
import type { NewMessage, Schema } from './schema'
import { sentHash } from './sent-hash'
import type { StandingChat } from './standing'
import { mentionsFromStored, storedMentions } from './stored-mentions'

/** What the storing of messages reads of a chat. */
export type ChatHead = Pick<
  Selectable<Schema['chats']>,
  'seq' | 'rev' | 'acl_rev' | 'last_at' | 'member_count' | 'slow_mode_ms'
> &
  StandingChat & { readonly key: number }

/** The columns of it. */
export const chatColumns =
  'key, seq, rev, acl_rev, last_at, kind, member_count, open, direct_low, direct_high, muted_all, slow_mode_ms, dissolved_at, everybody'

/** A chat while a batch of messages is stored in it. */
export interface OpenChat extends ChatHead {
  readonly added: Message[]
  /** Length of what was added: bodies, and whom they name. */
  chars: number
  /** In slow mode: when people last wrote, as far as it was looked up, and who did in this batch. */
  readonly lastSent: Map<number, number>
  readonly sentNow: Set<number>
}

export type Stored = Exclude<Appended, { outcome: 'stale_access' | 'too_soon' }>

/** A message as it is about to be stored. */
export interface Entry {
  readonly message: NewMessage
  readonly body: string
  /** Whom it names, as it is stored. */
  readonly mentions: string | null
  readonly hash: Uint8Array
  /** The lists of the chat's contents that it belongs to. */
  readonly contents: readonly ContentKind[]
}

/** A message with the place that its chat gave it. */
export interface PlacedEntry extends Entry {
  readonly stored: Message
}

/** Longer bodies than this do not go out together: one frame must not fill the buffer of who reads slowly. */
const FRAME_CHARS = 128 * 1024

export const openChat = (head: ChatHead): OpenChat => ({
  ...head,
  ...{ added: [], chars: 0, lastSent: new Map(), sentNow: new Set() },
})

export const entryOf = (message: NewMessage): Entry => {
  const body = JSON.stringify(message.body)
  const mentions = storedMentions(message)
  const hash = sentHash(message.sentBody ?? body, { replyTo: message.replyTo, mentions })
  return { message, body, mentions, hash, contents: contentsOf(message.body) }
}

/** The place of the next message of a chat; `added` gives it away for good. */
export const nextPlace = (chat: OpenChat, entry: Entry, nowMs: number): PlacedEntry => {
  const { id, chatId, senderId, replyTo, forwardedFrom, body } = entry.message
  const at = Math.max(nowMs, chat.last_at)
  const what = { id, chatId, seq: chat.seq + 1, rev: chat.rev + 1, senderId, at, body, countable: true }
  const answering = replyTo ? { ...what, replyTo } : what
  const stored = forwardedFrom ? { ...answering, forwardedFrom } : answering
  const { message, hash, mentions, contents } = entry
  const named = mentions === null ? stored : { ...stored, ...mentionsFromStored(mentions) }
  return { message, body: entry.body, hash, mentions, contents, stored: named }
}

/** Moves a chat on by the message that is stored in it. */
export const added = (chat: OpenChat, { stored, body, mentions }: PlacedEntry): Stored => {
  chat.seq = stored.seq
  chat.rev = stored.rev
  chat.last_at = stored.at
  chat.chars += body.length + (mentions?.length ?? 0)
  chat.added.push(stored)
  return { outcome: 'stored', message: stored }
}

/** What a used id answers: the stored message to who sends the same again. */
export const compareStored = (
  stored: Selectable<Schema['messages']> | null | undefined,
  { message, hash }: Entry,
): Stored => {
  const same = stored && stored.sender_key === message.senderKey && Buffer.compare(stored.sent_hash, hash) === 0
  return same
    ? { outcome: 'repeated', message: messageFromRow(stored, message.chatId, message.senderId) }
    : { outcome: 'conflict' }
}

/** When somebody may write again in a chat in slow mode, in milliseconds from now; 0 for at once. */
export const slowWaitMs = (chat: OpenChat, senderKey: number, nowMs: number): number => {
  const sentAt = chat.lastSent.get(senderKey)
  if (sentAt === undefined) return 0
  // A clock that was set back keeps nobody waiting for longer than slow mode lasts.
  return Math.min(chat.slow_mode_ms, Math.max(0, sentAt + chat.slow_mode_ms - nowMs))
}

/** Notes that somebody wrote into a chat in slow mode. */
export const noteSent = (chat: OpenChat, senderKey: number, nowMs: number): void => {
  chat.lastSent.set(senderKey, nowMs)
  chat.sentNow.add(senderKey)
}

/** What a batch tells the world: what was added to each chat, and repeated revs. */
export const publicationsOf = (
  chats: Iterable<OpenChat>,
  repeated: readonly { readonly chat: OpenChat; readonly message: Message }[],
): Publication[] => {
  const publications: Publication[] = []
  for (const chat of chats)
    for (const messages of framesOf(chat)) publications.push(addedOf(messages, { large: isLarge(chat) }))
  // Says the rev of a repeated message again, without the message: some members may have come after it. Who lacks it asks.
  for (const { chat, message } of repeated) {
    const { chatId, rev } = message
    const delta = { chatId, from: rev, rev }
    publications.push({ kind: 'chat', chatId, delta, large: isLarge(chat), seq: chat.seq, again: true })
  }
  return publications
}

/** Each new message raised the rev by one, so a part of them is a delta of its own. */
const addedOf = (messages: Message[], { large }: { large: boolean }): Publication => {
  const [first, last] = [messages[0] as Message, messages.at(-1) as Message]
  const { chatId } = first
  const delta = { chatId, from: first.rev - 1, rev: last.rev, messages }
  return { kind: 'chat', chatId, delta, large, seq: last.seq }
}

/** What was added to a chat, in parts that go out one after the other: one part, unless its messages are many and long. */
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
