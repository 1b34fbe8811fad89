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
import { asSeenIn } from './withheld'

export type { VisibleRange } from './store'
export type { StretchRow } from './stretches'

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
  readonly range: VisibleRange
  /** The rev that is held; 0 for nothing. */
  readonly since: number
  /** Who holds nothing gets this many of the newest messages. */
  readonly newest: number
  readonly readSeq: number
  /** Whether the reader hid any message here: 0 says no. */
  readonly hiddenRev: number
}

/** What decides whether a message counts as unread, and for whom it is a mention. */
export interface Countable {
  readonly message: Pick<Message, 'seq' | 'countable' | 'retractedAt' | 'mentions' | 'mentionsAll'>
  readonly senderKey: number
}

/** The end of a chat: its messages from a seq on, as far as the reader may see them, oldest first. */
export interface End<Row extends Countable> {
  readonly reading: Reading
  readonly from: number
  readonly rows: readonly Row[]
}

/** What the end of a chat says to its reader. */
export interface Seen<Row> extends Pick<Found, 'unread' | 'mentions'> {
  /** The newest row that is not hidden; where all of them are, the message before them is `older`. */
  readonly last: Row | undefined
  readonly older: Message | undefined
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
    const ends = readings.map((reading, at) => {
      const { chatKey } = reading.range
      return { reading, from: stretches[at]?.from ?? 0, rows: seenIn(reading.range, rows.get(chatKey) ?? []) }
    })
    const views = await this.views(db, reader, ends)
    const found = ends.map(({ reading, rows: stretch }, at): [number, Found] => {
      const { chatKey } = reading.range
      const former = seenIn(reading.range, changed.get(chatKey) ?? [])
      const { last, older, unread = 0, mentions } = views[at] ?? {}
      return [
        chatKey,
        { messages: messagesOf(reading, stretch, former), last: last?.message ?? older, unread, mentions },
      ]
    })
    return new Map(found)
  }

  /** The newest messages of some chats as every present member may see them, by chat key, oldest first. */
  newest(
    db: Queries,
    ranges: readonly Reading['range'][],
    count: number,
  ): Promise<ReadonlyMap<number, readonly StretchRow[]>> {
    const readings = ranges.map((range) => ({ range, since: 0, newest: count, readSeq: 0, hiddenRev: 0 }))
    return selectStretches(db, readings.map(stretchOf))
  }

  /** What the ends of some chats say to their reader, in their order; what they don't reach back to is counted in the database. */
  async views<Row extends Countable>(db: Queries, reader: UserRef, ends: readonly End<Row>[]): Promise<Seen<Row>[]> {
    const uncounted = ends.flatMap(({ reading, from }) => uncountedOf(reading, from) ?? [])
    const counts = await countUnread(db, reader.key, uncounted)
    const mentions = await countMentions(db, reader, uncounted)
    const counted = new Set(uncounted.map(({ chatKey }) => chatKey))
    const hiding = ends.filter(({ reading }) => reading.hiddenRev > 0)
    const hidden = await selectHiddenSeqs(
      db,
      reader.key,
      hiding.map(({ reading }) => reading.range.chatKey),
    )
    const lasts = await lastsBefore(db, reader.key, { hiding, hidden })
    return ends.map(({ reading, rows }): Seen<Row> => {
      const { chatKey } = reading.range
      const shown = without(rows, hidden.get(chatKey))
      const found = { last: shown.at(-1), older: lasts.get(chatKey) }
      if (counted.has(chatKey))
        return { ...found, unread: counts.get(chatKey)?.count ?? 0, mentions: mentions.get(chatKey) }
      const unread = unreadIn(shown, reader.key, reading)
      return {
        ...found,
        unread: Math.min(unread.length, limits.unreadMax),
        mentions: mentionsIn(unread, reader, reading),
      }
    })
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

const seenIn = (range: VisibleRange, rows: readonly StretchRow[]): readonly StretchRow[] =>
  range.member ? rows : rows.map((row) => ({ ...row, message: asSeenIn(range, row) }))

const without = <Row extends Countable>(rows: readonly Row[], hidden: ReadonlySet<number> | undefined) =>
  hidden ? rows.filter(({ message }) => !hidden.has(message.seq)) : rows

interface Hiding {
  /** Chats in which something is hidden. */
  readonly hiding: readonly End<Countable>[]
  /** What is hidden, by chat key. */
  readonly hidden: ReadonlyMap<number, ReadonlySet<number>>
}

/** The newest messages that are not hidden, of chats where all that was read is; by chat key. */
const lastsBefore = async (db: Queries, userKey: number, found: Hiding): Promise<Map<number, Message>> => {
  const lasts = new Map<number, Message>()
  for (const { reading, rows } of found.hiding) {
    const { range } = reading
    if (without(rows, found.hidden.get(range.chatKey)).length > 0) continue
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

const unreadIn = <Row extends Countable>(rows: readonly Row[], userKey: number, { readSeq }: Reading): Row[] => {
  const unread = ({ message, senderKey }: Row) =>
    message.seq > readSeq && message.countable && senderKey !== userKey && message.retractedAt === undefined
  return rows.filter(unread)
}

const mentionsIn = (unread: readonly Countable[], reader: UserRef, { range }: Reading): Count | undefined => {
  const naming = unread.filter(({ message }) => message.mentionsAll || message.mentions?.includes(reader.id))
  const first = range.member ? naming[0]?.message.seq : undefined
  return first === undefined ? undefined : { count: Math.min(naming.length, limits.unreadMax), first }
}
