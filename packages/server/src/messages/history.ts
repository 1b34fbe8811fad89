import { type ChatId, limits, type Message, type MessageId, type UserId } from '@parley/protocol'
import type { SystemMessage } from '../chats/chat-changes'
import type { Queries } from '../storage/database'
import type { UserRef } from '../users/users'
import { selectHiddenSeqs, selectLastShown } from './hidden-store'
import {
  type Change,
  type Count,
  countChanged,
  countMentions,
  countUnread,
  type MessageRange,
  type RangeRow,
  selectChanged,
  selectRanges,
  type Uncounted,
} from './message-ranges'
import type { VisibleRange } from './store'
import * as store from './store'
import { asSeenIn } from './withheld'

export type { RangeRow } from './message-ranges'
export type { VisibleRange } from './store'

/** A request for changes of one chat, based on the client's state. */
export interface Reading {
  readonly range: VisibleRange
  /** The client's rev; 0 without data. */
  readonly since: number
  /** A client without data gets this many of the newest messages. */
  readonly newest: number
  readonly readSeq: number
  /** Whether the reader hid any message here; 0 means none. */
  readonly hiddenRev: number
}

/** The data that decides whether a message counts as unread, and mentions the reader. */
export interface Countable {
  readonly message: Pick<Message, 'seq' | 'countable' | 'retractedAt' | 'mentions' | 'mentionsAll'>
  readonly senderKey: number
}

/** The end of a chat: the reader's visible messages from a seq on, oldest first. */
export interface End<Row extends Countable> {
  readonly reading: Reading
  readonly from: number
  readonly rows: readonly Row[]
}

/** Unread data of the end of a chat. */
export interface Seen<Row> extends Pick<Found, 'unread' | 'mentions'> {
  /** The newest row that is not hidden; where all of them are, `older` has the message before them. */
  readonly last: Row | undefined
  readonly older: Message | undefined
}

/** The result of reading a chat. */
export interface Found {
  /**
   * Messages that are new or changed after `since`, or the newest ones; oldest first. One more than a delta may hold
   * means that they are too many.
   */
  readonly messages: readonly Message[]
  /** The newest visible message that is not hidden. */
  readonly last: Message | undefined
  /** Countable messages of others after the read cursor, without retracted ones, up to `limits.unreadMax`. */
  readonly unread: number
  /** Those that mention the reader or everyone, up to the same limit, and the seq of the first. */
  readonly mentions: Count | undefined
}

/** Stored messages for other domains, inside their snapshot or transaction. */
export class History {
  /** Changes of some chats since a user's state, by chat key: a few queries, for any number of chats. */
  async readChanges(db: Queries, reader: UserRef, readings: readonly Reading[]): Promise<Map<number, Found>> {
    const ranges = readings.map(rangeToRead)
    const starts = readings.map((reading, at) => ({ reading, from: ranges[at]?.from ?? 0 }))
    const [rows, changed, counted] = await Promise.all([
      selectRanges(db, ranges),
      selectChanged(db, readings.filter(isBehind).map(changeOf)),
      countsBefore(db, reader, starts),
    ])
    const ends = starts.map(({ reading, from }) => {
      const { chatKey } = reading.range
      return { reading, from, rows: seenIn(reading.range, rows.get(chatKey) ?? []) }
    })
    const views = await viewsOf(db, reader, { ends, counted })
    const found = ends.map(({ reading, rows: inRange }, at): [number, Found] => {
      const { chatKey } = reading.range
      const former = seenIn(reading.range, changed.get(chatKey) ?? [])
      const { last, older, unread = 0, mentions } = views[at] ?? {}
      return [
        chatKey,
        { messages: messagesOf(reading, inRange, former), last: last?.message ?? older, unread, mentions },
      ]
    })
    return new Map(found)
  }

  /** Number of messages that are new or changed after a rev, by chat key; up to a little more than a delta may hold. */
  countChanges(
    db: Queries,
    changes: readonly { readonly range: Reading['range']; readonly since: number }[],
  ): Promise<ReadonlyMap<number, number>> {
    const counted = changes.map(({ range, since }) => {
      const { from: newestFrom, to } = rangeToRead({ range, since, newest: 0 })
      return { ...changeOf({ range, since }), newestFrom, to }
    })
    return countChanged(db, counted)
  }

  /** The newest messages of some chats as every present member may see them, by chat key, oldest first. */
  readNewest(
    db: Queries,
    ranges: readonly Reading['range'][],
    count: number,
  ): Promise<ReadonlyMap<number, readonly RangeRow[]>> {
    const readings = ranges.map((range) => ({ range, since: 0, newest: count, readSeq: 0, hiddenRev: 0 }))
    return selectRanges(db, readings.map(rangeToRead))
  }

  /**
   * Unread data of the ends of some chats for their reader, in their order. The database counts messages before these
   * ends.
   */
  async readViews<Row extends Countable>(
    db: Queries,
    reader: UserRef,
    ends: readonly End<Row>[],
  ): Promise<Seen<Row>[]> {
    return viewsOf(db, reader, { ends, counted: await countsBefore(db, reader, ends) })
  }

  /**
   * New or changed messages in (since, head], oldest first. One more than a delta may hold means that they are too
   * many.
   */
  async changedSince(db: Queries, range: Reading['range'], since: number): Promise<readonly Message[]> {
    const reading = { range, since, newest: 0, readSeq: range.head.seq, hiddenRev: 0 }
    return (await this.readChanges(db, nobody, [reading])).get(range.chatKey)?.messages ?? []
  }

  findMessage(db: Queries, place: { chatKey: number; chatId: ChatId; id: MessageId }): Promise<Message | undefined> {
    return store.selectInChat(db, place)
  }

  /** Stores a system message and returns its wire row. */
  async addSystem(db: Queries, { chatId, sender, ...message }: SystemMessage): Promise<Message> {
    await store.insertSystem(db, { ...message, senderKey: sender.key })
    const { id, seq, rev, at, body, via } = message
    return { id, chatId, seq, rev, senderId: sender.id, at, body, countable: false, ...(via ? { via } : {}) }
  }
}

/** Counts of the messages before the ends of some chats, by chat key, and the reader's hidden messages there. */
interface Counted {
  readonly asked: ReadonlySet<number>
  readonly unread: ReadonlyMap<number, Count>
  readonly mentions: ReadonlyMap<number, Count>
  readonly hidden: ReadonlyMap<number, ReadonlySet<number>>
}

const countsBefore = async (
  db: Queries,
  reader: UserRef,
  ends: readonly Pick<End<Countable>, 'reading' | 'from'>[],
): Promise<Counted> => {
  const uncounted = ends.flatMap(({ reading, from }) => uncountedOf(reading, from) ?? [])
  const hiding = ends.flatMap(({ reading }) => (reading.hiddenRev > 0 ? reading.range.chatKey : []))
  const [unread, mentions, hidden] = await Promise.all([
    countUnread(db, reader.key, uncounted),
    countMentions(db, reader, uncounted),
    selectHiddenSeqs(db, reader.key, hiding),
  ])
  return { asked: new Set(uncounted.map(({ chatKey }) => chatKey)), unread, mentions, hidden }
}

const viewsOf = async <Row extends Countable>(
  db: Queries,
  reader: UserRef,
  { ends, counted }: { readonly ends: readonly End<Row>[]; readonly counted: Counted },
): Promise<Seen<Row>[]> => {
  const { asked, hidden } = counted
  const hiding = ends.filter(({ reading }) => reading.hiddenRev > 0)
  const lasts = await lastsBefore(db, reader.key, { hiding, hidden })
  return ends.map(({ reading, rows }): Seen<Row> => {
    const { chatKey } = reading.range
    const shown = without(rows, hidden.get(chatKey))
    const found = { last: shown.at(-1), older: lasts.get(chatKey) }
    if (asked.has(chatKey))
      return { ...found, unread: counted.unread.get(chatKey)?.count ?? 0, mentions: counted.mentions.get(chatKey) }
    const unread = unreadIn(shown, reader.key, reading)
    return {
      ...found,
      unread: Math.min(unread.length, limits.unreadMax),
      mentions: mentionsIn(unread, reader, reading),
    }
  })
}

/** A user without messages and mentions. */
const nobody: UserRef = { key: 0, id: '' as UserId }

/** More rows than this are too many for a delta; reading one more shows it. */
const mostRows = limits.deltaRows + 1

const isBehind = ({ range, since }: Reading): boolean => since > 0 && since < range.head.rev

/**
 * The end of a chat, as far back as a read can need it, and at least its last message. Each new message raised the rev
 * by one, so at most `rev - since` are new.
 */
const rangeToRead = ({ range, since, newest }: Pick<Reading, 'range' | 'since' | 'newest'>): MessageRange => {
  const { chatKey, chatId, head } = range
  const to = Math.min(range.visibleTo, head.seq)
  const size = since === 0 ? newest : Math.min(head.rev - since, mostRows)
  return { chatKey, chatId, from: Math.max(range.visibleFrom, to - Math.max(size, 1) + 1), to }
}

const changeOf = ({ range, since }: Pick<Reading, 'range' | 'since'>): Change => {
  const { chatKey, chatId, visibleFrom, visibleTo } = range
  return { chatKey, chatId, from: visibleFrom, to: visibleTo, since }
}

const messagesOf = (
  { since, newest }: Reading,
  inRange: readonly RangeRow[],
  changed: readonly RangeRow[],
): readonly Message[] => {
  const fresh = since === 0 ? inRange.slice(inRange.length - Math.min(newest, inRange.length)) : inRange
  // Changed messages are older than new ones, but a range may begin with rows that are neither.
  const rows = [...changed, ...fresh.filter(({ madeRev }) => madeRev > since)]
  return rows.map(({ message }) => message).sort((a, b) => a.seq - b.seq)
}

const seenIn = (range: VisibleRange, rows: readonly RangeRow[]): readonly RangeRow[] =>
  range.member ? rows : rows.map((row) => ({ ...row, message: asSeenIn(range, row) }))

const without = <Row extends Countable>(rows: readonly Row[], hidden: ReadonlySet<number> | undefined) =>
  hidden ? rows.filter(({ message }) => !hidden.has(message.seq)) : rows

interface Hiding {
  /** Chats with hidden messages. */
  readonly hiding: readonly End<Countable>[]
  /** Hidden messages, by chat key. */
  readonly hidden: ReadonlyMap<number, ReadonlySet<number>>
}

/** The newest visible messages of chats whose read rows are all hidden; by chat key. */
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

/** The unread messages that must be counted in the database, because the range read anyway doesn't hold them all. */
const uncountedOf = ({ range, readSeq, hiddenRev }: Reading, rangeFrom: number): Uncounted | undefined => {
  const { chatKey, chatId, head } = range
  const from = Math.max(readSeq + 1, range.visibleFrom)
  const to = Math.min(range.visibleTo, head.seq)
  const inRange = { chatKey, chatId, from, to, rev: head.rev }
  return from < rangeFrom ? { ...inRange, hides: hiddenRev > 0, member: range.member } : undefined
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
