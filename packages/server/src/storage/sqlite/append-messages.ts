import type { Database as BunDatabase, SQLQueryBindings } from 'bun:sqlite'
import type { ForwardedFrom, Message } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import {
  advanceChat,
  type ChatHead,
  chatColumns,
  compareStored,
  entryOf,
  nextPlace,
  type OpenChat,
  openChat,
  publicationsOf,
  recordSent,
  type Stored,
  slowWaitMs,
} from '../append/appended-chat'
import { storedForward } from '../append/forward-columns'
import { type PairRow, pairOf } from '../append/pair-standing'
import { type StandingPlace, type StandingRows, standingOf } from '../append/standing'
import type { Appended, Publication } from '../database'
import { minuteOf, type NewMessage, type Schema } from '../schema'

export interface AppendResult {
  readonly outcomes: Appended[]
  readonly publications: Publication[]
  /** Whether the batch wrote anything. */
  readonly wrote: boolean
}

/**
 * The hot path of SQLite: numbers and inserts a batch of messages inside the caller's transaction. Its statements are
 * prepared once, and each chat's row is read and written once per batch.
 */
export class MessageAppender {
  private readonly readChat
  private readonly insert
  /** For messages that were forwarded, or sent by a service. The others are stored faster without these columns. */
  private readonly insertSourced
  private readonly addContent
  private readonly readStored
  private readonly readPlace
  private readonly readAdmin
  private readonly readSent
  private readonly putSent
  private readonly readPair
  private readonly moveChat

  constructor(connection: BunDatabase) {
    this.readChat = connection.query<ChatHead, [number]>(`select ${chatColumns} from chats where key = ?`)
    const columns = [
      ...['chat_key', 'seq', 'id', 'sender_key', 'at', 'body', 'reply_id', 'reply_seq', 'mentions', 'sent_hash'],
      ...['made_rev', 'rev'],
    ]
    this.insert = connection.query<never, SQLQueryBindings[]>(insertion(columns))
    this.insertSourced = connection.query<never, SQLQueryBindings[]>(
      insertion([...columns, 'forwarded_id', 'forwarded_at', 'via']),
    )
    this.addContent = connection.query<never, [number, string, number]>(
      'insert into contents (chat_key, kind, seq) values (?, ?, ?)',
    )
    this.readStored = connection.query<Selectable<Schema['messages']>, [number, Uint8Array]>(
      'select * from messages where chat_key = ? and id = ?',
    )
    this.readPlace = connection.query<StandingPlace, [number, number]>(
      'select left_seq, role, muted_until from members where chat_key = ? and user_key = ?',
    )
    this.readAdmin = connection.query<{ admin: number }, [number]>('select admin from users where key = ?')
    this.readSent = connection.query<{ at: number }, [number, number]>(
      'select at from last_sent where chat_key = ? and user_key = ?',
    )
    this.putSent = connection.query<never, [number, number, number]>(
      'insert into last_sent (chat_key, user_key, at) values (?, ?, ?) on conflict (chat_key, user_key) do update set at = excluded.at',
    )
    this.readPair = connection.query<PairRow, [number, number, number, number]>(
      'select owner_key, state, blocked_at from friends where owner_key in (?, ?) and peer_key in (?, ?)',
    )
    this.moveChat = connection.query<never, [number, number, number, number, number]>(
      'update chats set seq = ?, rev = ?, last_at = ?, changed_min = ? where key = ?',
    )
  }

  /** Stores a batch; the caller commits. */
  appendMessage(batch: readonly NewMessage[], nowMs: number): AppendResult {
    const chats = new Map<number, OpenChat>()
    const repeated: { chat: OpenChat; message: Message }[] = []
    const outcomes = batch.map((message): Appended => {
      const chat = this.openChat(chats, message.chatKey)
      if (!chat) return { outcome: 'stale_access' }
      // Decides again here, so that messages of one connection keep their order while rights change.
      const moved = chat.acl_rev !== message.aclRev
      const standing = moved ? standingOf(chat, this.senderIn(chat, message)) : undefined
      if (moved && !message.mayStill(standing, nowMs)) return { outcome: 'stale_access' }
      const slow = chat.slow_mode_ms > 0 && !(moved ? standing?.moderates : message.moderates)
      const waitMs = slow ? this.waitOf(chat, message, nowMs) : 0
      if (waitMs > 0) return { outcome: 'too_soon', retryAfterMs: waitMs }
      const stored = this.store(chat, message, nowMs)
      if (slow && stored.outcome === 'stored') recordSent(chat, message.senderKey, nowMs)
      const appended = moved && stored.outcome !== 'conflict' ? { ...stored, accessMoved: true as const } : stored
      if (appended.outcome === 'repeated') repeated.push({ chat, message: appended.message })
      return appended
    })
    const moved = [...chats.values()].filter((chat) => chat.added.length > 0)
    const minute = minuteOf(nowMs)
    for (const chat of moved) this.moveChat.run(chat.seq, chat.rev, chat.last_at, minute, chat.key)
    for (const chat of moved) for (const sender of chat.sentNow) this.putSent.run(chat.key, sender, nowMs)
    return { outcomes, publications: publicationsOf(moved, repeated), wrote: moved.length > 0 }
  }

  private openChat(chats: Map<number, OpenChat>, key: number): OpenChat | undefined {
    const known = chats.get(key)
    if (known) return known
    const head = this.readChat.get(key)
    if (!head) return undefined
    const chat = openChat(head)
    chats.set(key, chat)
    return chat
  }

  private senderIn(chat: OpenChat, { senderKey }: NewMessage): StandingRows {
    const place = this.readPlace.get(chat.key, senderKey)
    const admin = chat.kind === 'channel' && this.readAdmin.get(senderKey)?.admin === 1
    const pair = pairOf(chat)
    return { key: senderKey, place, admin, pair: pair ? this.readPair.all(...pair, ...pair) : [] }
  }

  /** How long a sender has to wait in slow mode. A repeated message doesn't wait. */
  private waitOf(chat: OpenChat, { id, senderKey }: NewMessage, nowMs: number): number {
    if (!chat.lastSent.has(senderKey)) {
      const sent = this.readSent.get(chat.key, senderKey)
      if (sent) chat.lastSent.set(senderKey, sent.at)
    }
    const waitMs = slowWaitMs(chat, senderKey, nowMs)
    return waitMs > 0 && !this.readStored.get(chat.key, toBytes(id)) ? waitMs : 0
  }

  private store(chat: OpenChat, message: NewMessage, nowMs: number): Stored {
    const entry = entryOf(message)
    const placed = nextPlace(chat, entry, nowMs)
    const { seq, rev, at, replyTo, forwardedFrom, via } = placed.stored
    const id = toBytes(message.id)
    const reply = replyTo ? ([toBytes(replyTo.id), replyTo.seq] as const) : nulls
    const { body, mentions, hash } = entry
    const row = [chat.key, seq, id, message.senderKey, at, body, ...reply, mentions, hash, rev, rev] as const
    const isSourced = forwardedFrom !== undefined || via !== undefined
    const { changes } = isSourced
      ? this.insertSourced.run(...row, ...(forwardedFrom ? forwardValues(forwardedFrom) : nulls), via ?? null)
      : this.insert.run(...row)
    if (changes === 0) return compareStored(this.readStored.get(chat.key, id), entry)
    for (const kind of entry.contents) this.addContent.run(chat.key, kind, seq)
    return advanceChat(chat, placed)
  }
}

const insertion = (columns: readonly string[]): string =>
  `insert into messages (countable, ${columns.join(', ')}) values (1, ${columns.map(() => '?').join(', ')})
   on conflict (chat_key, id) do nothing`

const nulls = [null, null] as const

const forwardValues = (from: ForwardedFrom) => {
  const { forwarded_id, forwarded_at } = storedForward(from)
  return [forwarded_id, forwarded_at] as const
}
