import type { Database as BunDatabase, SQLQueryBindings } from 'bun:sqlite'
import type { Message } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Appended, Publication } from './database'
import { messageFromRow } from './message-row'
import { minuteOf, type NewMessage, type Schema, type Standing } from './schema'
import { sentHash } from './sent-hash'

type ChatHead = Pick<Schema['chats'], 'seq' | 'rev' | 'acl_rev' | 'last_at' | 'kind' | 'member_count' | 'open'>
interface OpenChat extends ChatHead {
  readonly key: number
  readonly added: Message[]
  /** Length of the bodies added. */
  chars: number
}

type Stored = Exclude<Appended, { outcome: 'stale_access' }>

/** Longer bodies than this do not go out together: one frame must not fill the buffer of who reads slowly. */
const FRAME_CHARS = 128 * 1024

export interface AppendResult {
  readonly outcomes: Appended[]
  readonly publications: Publication[]
  /** Whether anything was written at all. */
  readonly wrote: boolean
}

/**
 * The hot path: numbers and inserts a batch of messages inside a transaction that the caller opened. Its statements
 * are prepared once; a chat's row is read and written once a batch.
 */
export class MessageAppender {
  private readonly readChat
  private readonly insert
  private readonly readStored
  private readonly readPlace
  private readonly moveChat

  constructor(
    connection: BunDatabase,
    private readonly largeAbove: number,
  ) {
    this.readChat = connection.query<ChatHead, [number]>(
      'select seq, rev, acl_rev, last_at, kind, member_count, open from chats where key = ?',
    )
    this.insert = connection.query<never, SQLQueryBindings[]>(
      `insert into messages (chat_key, seq, id, sender_key, at, body, countable, reply_id, reply_seq, sent_hash, made_rev, rev)
       values (?, ?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?) on conflict (chat_key, id) do nothing`,
    )
    this.readStored = connection.query<Schema['messages'], [number, Uint8Array]>(
      'select * from messages where chat_key = ? and id = ?',
    )
    this.readPlace = connection.query<{ left_seq: number | null }, [number, number]>(
      'select left_seq from members where chat_key = ? and user_key = ?',
    )
    this.moveChat = connection.query<never, [number, number, number, number, number]>(
      'update chats set seq = ?, rev = ?, last_at = ?, changed_min = ? where key = ?',
    )
  }

  /** Stores a batch; the caller commits. */
  append(batch: readonly NewMessage[], nowMs: number): AppendResult {
    const chats = new Map<number, OpenChat>()
    const again: Publication[] = []
    const outcomes = batch.map((message): Appended => {
      const chat = this.openChat(chats, message.chatKey)
      if (!chat) return { outcome: 'stale_access' }
      // Decided again right here, so that the messages of one connection keep their order while rights change under them.
      const moved = chat.acl_rev !== message.aclRev
      if (moved && !message.mayStill(this.standing(chat, message.senderKey))) return { outcome: 'stale_access' }
      const stored = this.store(chat, message, nowMs)
      const appended = moved && stored.outcome !== 'conflict' ? { ...stored, accessMoved: true as const } : stored
      if (appended.outcome === 'repeated') again.push(this.againOf(appended.message, chat))
      return appended
    })
    const moved = [...chats.values()].filter((chat) => chat.added.length > 0)
    const minute = minuteOf(nowMs)
    for (const chat of moved) this.moveChat.run(chat.seq, chat.rev, chat.last_at, minute, chat.key)
    const added = moved.flatMap((chat) => framesOf(chat).map((messages) => this.addedOf(chat, messages)))
    return { outcomes, publications: [...added, ...again], wrote: moved.length > 0 }
  }

  private openChat(chats: Map<number, OpenChat>, key: number): OpenChat | undefined {
    const known = chats.get(key)
    if (known) return known
    const head = this.readChat.get(key)
    if (!head) return undefined
    const chat = { ...head, key, added: [], chars: 0 }
    chats.set(key, chat)
    return chat
  }

  /** Where a sender stands in a chat now; undefined for one who does not belong to it. */
  private standing(chat: OpenChat, senderKey: number): Standing | undefined {
    const open = chat.open === 1
    if (chat.kind === 'channel') return { kind: chat.kind, open, member: true }
    const place = this.readPlace.get(chat.key, senderKey)
    return place ? { kind: chat.kind, open, member: place.left_seq === null } : undefined
  }

  private store(chat: OpenChat, message: NewMessage, nowMs: number): Stored {
    const { chatId, senderId, replyTo } = message
    const body = JSON.stringify(message.body)
    const hash = sentHash(body, replyTo)
    const id = toBytes(message.id)
    const at = Math.max(nowMs, chat.last_at)
    const seq = chat.seq + 1
    const rev = chat.rev + 1
    const reply = replyTo ? ([toBytes(replyTo.id), replyTo.seq] as const) : ([null, null] as const)
    const { changes } = this.insert.run(chat.key, seq, id, message.senderKey, at, body, ...reply, hash, rev, rev)
    if (changes === 0) return compare(this.readStored.get(chat.key, id), message, hash)
    chat.seq = seq
    chat.rev = rev
    chat.last_at = at
    chat.chars += body.length
    const what = { id: message.id, chatId, seq, rev, senderId, at, body: message.body, countable: true }
    const stored: Message = replyTo ? { ...what, replyTo } : what
    chat.added.push(stored)
    return { outcome: 'stored', message: stored }
  }

  private isLarge(chat: ChatHead): boolean {
    return chat.kind === 'channel' || chat.member_count > this.largeAbove
  }

  /** Each new message raised the rev by one, so a part of them is a delta of its own. */
  private addedOf(chat: OpenChat, messages: Message[]): Publication {
    const [first, last] = [messages[0] as Message, messages.at(-1) as Message]
    const { chatId } = first
    const delta = { chatId, from: first.rev - 1, rev: last.rev, messages }
    return { kind: 'chat', chatId, delta, large: this.isLarge(chat), seq: last.seq }
  }

  /** Says the rev of a repeated message again, without the message: some members may have come after it. Who lacks it asks. */
  private againOf({ chatId, rev }: Message, chat: OpenChat): Publication {
    const delta = { chatId, from: rev, rev }
    return { kind: 'chat', chatId, delta, large: this.isLarge(chat), seq: chat.seq, again: true }
  }
}

/** What was added to a chat, in parts that go out one after the other: one part, unless its messages are many and long. */
const framesOf = ({ added, chars }: OpenChat): Message[][] => {
  if (chars <= FRAME_CHARS) return [added]
  const frames: Message[][] = []
  let room = 0
  for (const message of added) {
    const length = JSON.stringify(message.body).length
    if (length > room) {
      frames.push([])
      room = FRAME_CHARS
    }
    frames.at(-1)?.push(message)
    room -= length
  }
  return frames
}

const compare = (stored: Schema['messages'] | null, message: NewMessage, hash: Uint8Array): Stored => {
  const same = stored && stored.sender_key === message.senderKey && Buffer.compare(stored.sent_hash, hash) === 0
  return same
    ? { outcome: 'repeated', message: messageFromRow(stored, message.chatId, message.senderId) }
    : { outcome: 'conflict' }
}
