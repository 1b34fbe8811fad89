import { type ChatId, limits, type Message, type MessageId, type StoredBody, type UserId } from '@parley/protocol'
import type { Queries } from '../storage/database'
import type { UserRef } from '../users/users'
import { selectHiddenSeqs, selectLastShown } from './hidden-store'
import type { VisibleRange } from './store'
import * as store from './store'
import {
  type Change,
  type Count,
  countMentions,
  countUnread,
  type Stretch,
  type StretchRow,
  selectChanged,
  selectStretches,
  type Uncounted,
} from './stretches'

export type { VisibleRange } from './store'

/** A message that the server itself writes into a chat, with the place that the chat's change gave it. */
export interface SystemMessage {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly id: MessageId
  readonly sender: { readonly key: number; readonly id: UserId }
  readonly seq: number
  readonly rev: number
  readonly at: number
  readonly body: StoredBody
}

/** What somebody asks of one chat, by what they hold of it. */
export interface Reading {
  readonly range: VisibleRange & {
    /** Whether the reader belongs to it now. */
    readonly member: boolean
    readonly head: { readonly seq: number; readonly rev: number }
  }
  /** The rev that is held; 0 for nothing. */
  readonly since: number
  /** Who holds nothing gets this many of the newest messages. */
  readonly newest: number
  readonly readSeq: number
  /** Whether the reader hid any message here: 0 says no. */
  readonly hiddenRev: number
}

/** What a reading found. */
export interface Found {
  /** Messages that came or changed after `since`, or the newest ones; oldest first. One more than a delta may hold says that it is too much. */
  readonly messages: readonly Message[]
  /** The newest message that may be seen and is not hidden. */
  readonly last: Message | undefined
  /** Countable messages of others after the read cursor that were not taken back, up to `limits.unreadMax`. */
  readonly unread: number
  /** Those of them that name the reader or everybody, up to the same limit, and the seq of the first. */
  readonly mentions: Count | undefined
}

/** Stored messages as other domains read them, inside a snapshot or transaction of theirs. */
export class History {
  /** What a user holds of some chats is brought up to date, by chat key: a few queries, however many chats there are. */
  async read(db: Queries, reader: UserRef, readings: readonly Reading[]): Promise<Map<number, Found>> {
    const stretches = readings.map(stretchOf)
    const rows = await selectStretches(db, stretches)
    const changed = await selectChanged(db, readings.filter(isBehind).map(changeOf))
    const uncounted = readings.flatMap((reading, at) => uncountedOf(reading, stretches[at]?.from ?? 0) ?? [])
    const userKey = reader.key
    const counts = await countUnread(db, userKey, uncounted)
    const mentions = await countMentions(db, reader, uncounted)
    const hiding = readings.filter(({ hiddenRev }) => hiddenRev > 0).map(({ range }) => range)
    const hidden = await selectHiddenSeqs(
      db,
      userKey,
      hiding.map(({ chatKey }) => chatKey),
    )
    const lasts = await lastsBefore(db, userKey, { hiding, hidden, rows })
    const found = readings.map((reading): [number, Found] => {
      const { chatKey } = reading.range
      const [stretch, former] = [rows.get(chatKey) ?? [], changed.get(chatKey) ?? []]
      const shown = without(stretch, hidden.get(chatKey))
      const unread = unreadIn(shown, userKey, reading)
      const isCounted = uncounted.some((one) => one.chatKey === chatKey)
      return [
        chatKey,
        {
          messages: messagesOf(reading, stretch, former),
          last: shown.at(-1)?.message ?? lasts.get(chatKey),
          unread: isCounted ? (counts.get(chatKey)?.count ?? 0) : Math.min(unread.length, limits.unreadMax),
          mentions: isCounted ? mentions.get(chatKey) : mentionsIn(unread, reader, reading),
        },
      ]
    })
    return new Map(found)
  }

  /** Messages that came or changed in (since, head], oldest first; one more than a delta may hold says that it is too much. */
  async changedSince(db: Queries, range: Reading['range'], since: number): Promise<readonly Message[]> {
    const reading = { range, since, newest: 0, readSeq: range.head.seq, hiddenRev: 0 }
    return (await this.read(db, nobody, [reading])).get(range.chatKey)?.messages ?? []
  }

  /** Stores a system message and answers its wire row. */
  async addSystem(db: Queries, { chatId, sender, ...message }: SystemMessage): Promise<Message> {
    await store.insertSystem(db, { ...message, senderKey: sender.key })
    const { id, seq, rev, at, body } = message
    return { id, chatId, seq, rev, senderId: sender.id, at, body, countable: false }
  }
}

/** Who has written nothing and is named nowhere. */
const nobody: UserRef = { key: 0, id: '' as UserId }

/** More rows than these are too much for a delta; reading one more shows it. */
const mostRows = limits.deltaRows + 1

const isBehind = ({ range, since }: Reading): boolean => since > 0 && since < range.head.rev

/**
 * The end of a chat, as far back as a reading can need it, and at least its last message. Each new message raised the rev
 * by one, so that no more than `rev - since` can be new.
 */
const stretchOf = ({ range, since, newest }: Reading): Stretch => {
  const { chatKey, chatId, head } = range
  const to = Math.min(range.visibleTo, head.seq)
  const size = since === 0 ? newest : Math.min(head.rev - since, mostRows)
  return { chatKey, chatId, from: Math.max(range.visibleFrom, to - Math.max(size, 1) + 1), to }
}

const changeOf = ({ range, since }: Reading): Change => {
  const { chatKey, chatId, visibleFrom, visibleTo } = range
  return { chatKey, chatId, from: visibleFrom, to: visibleTo, since }
}

const messagesOf = (
  { since, newest }: Reading,
  stretch: readonly StretchRow[],
  changed: readonly StretchRow[],
): readonly Message[] => {
  const fresh = since === 0 ? stretch.slice(stretch.length - Math.min(newest, stretch.length)) : stretch
  // What changed is older than what is new, but a stretch may begin with rows that did neither.
  const rows = [...changed, ...fresh.filter(({ madeRev }) => madeRev > since)]
  return rows.map(({ message }) => message).sort((a, b) => a.seq - b.seq)
}

const without = (stretch: readonly StretchRow[], hidden: ReadonlySet<number> | undefined): readonly StretchRow[] =>
  hidden ? stretch.filter(({ message }) => !hidden.has(message.seq)) : stretch

interface Hiding {
  /** Chats in which something is hidden. */
  readonly hiding: readonly Reading['range'][]
  /** What is hidden, by chat key. */
  readonly hidden: ReadonlyMap<number, ReadonlySet<number>>
  readonly rows: ReadonlyMap<number, readonly StretchRow[]>
}

/** The newest messages that are not hidden, of chats where all that was read is; by chat key. */
const lastsBefore = async (db: Queries, userKey: number, found: Hiding): Promise<Map<number, Message>> => {
  const lasts = new Map<number, Message>()
  for (const range of found.hiding) {
    const stretch = found.rows.get(range.chatKey) ?? []
    if (without(stretch, found.hidden.get(range.chatKey)).length > 0) continue
    const last = await selectLastShown(db, { ...range, visibleTo: Math.min(range.visibleTo, range.head.seq) }, userKey)
    if (last) lasts.set(range.chatKey, last)
  }
  return lasts
}

/** The unread messages that have to be counted, where the stretch that is read anyway does not hold them all. */
const uncountedOf = ({ range, readSeq, hiddenRev }: Reading, stretchFrom: number): Uncounted | undefined => {
  const { chatKey, chatId, head } = range
  const from = Math.max(readSeq + 1, range.visibleFrom)
  const to = Math.min(range.visibleTo, head.seq)
  const stretch = { chatKey, chatId, from, to, rev: head.rev }
  return from < stretchFrom ? { ...stretch, hides: hiddenRev > 0, member: range.member } : undefined
}

const unreadIn = (stretch: readonly StretchRow[], userKey: number, { range, readSeq }: Reading): StretchRow[] => {
  const unread = ({ message, senderKey }: StretchRow) =>
    message.seq > readSeq && message.countable && senderKey !== userKey && countsAt(message, range.head.rev)
  return stretch.filter(unread)
}

const mentionsIn = (unread: readonly StretchRow[], reader: UserRef, { range }: Reading): Count | undefined => {
  const naming = unread.filter(({ message }) => message.mentionsAll || message.mentions?.includes(reader.id))
  const first = range.member ? naming[0]?.message.seq : undefined
  return first === undefined ? undefined : { count: Math.min(naming.length, limits.unreadMax), first }
}

/** What was taken back does not count, but for a former member, whose head stays where they left. */
const countsAt = ({ retractedAt, rev }: Message, headRev: number): boolean => retractedAt === undefined || rev > headRev
