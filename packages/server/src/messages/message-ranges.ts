import { type ChatId, limits, type Message, type UserId } from '@parley/protocol'
import { sql } from 'kysely'
import { toId } from '../lib/uuid-bytes'
import { messageFromRow } from '../storage/append/message-row'
import { namesAllLike, namesLike } from '../storage/append/stored-mentions'
import type { Queries } from '../storage/database'
import { countsLookup } from '../storage/queries/counts'
import { unindexed } from '../storage/queries/flat'
import { type PartValues, partsLookup } from '../storage/queries/lookups'
import type { UserRef } from '../users/users'

/** A range of a chat's messages, in the order of seq; both ends are included. */
export interface MessageRange {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly from: number
  readonly to: number
}

/** A message with its data for the server alone. */
export interface RangeRow {
  readonly message: Message
  /** The chat's rev of the message's arrival. */
  readonly madeRev: number
  readonly senderKey: number
}

/** A request for changes of existing messages. */
export interface Change extends MessageRange {
  /** The rev from which changes count. */
  readonly since: number
}

type Numbers = readonly number[]

const between = (db: Queries, [chatKey = 0, from = 0, to = 0]: Numbers) =>
  db.selectFrom('messages').selectAll().where('chat_key', '=', chatKey).where('seq', '>=', from).where('seq', '<=', to)

/**
 * A chat has few changed messages, which have an index of their own. New messages that changed already count as well.
 * The scan stops at this number of rows, because any that many are too many for a delta.
 */
const changedAfter = (db: Queries, [chatKey = 0, from = 0, to = 0, since = 0]: Numbers) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where(unindexed('messages.seq'), '>=', from)
    .where(unindexed('messages.seq'), '<=', to)
    .where('rev', '>', since)
    .whereRef('rev', '>', 'made_rev')
    .limit(limits.deltaRows + 1)

const withSenders = (size: 3 | 4, part: typeof between) =>
  partsLookup({
    types: Array.from({ length: size }, () => 'bigint' as const),
    part,
    of: (db, found) =>
      db
        .selectFrom(found.as('messages'))
        .innerJoin('users', 'users.key', 'messages.sender_key')
        .selectAll('messages')
        .select('users.id as sender_id'),
  })

const rangeRows = withSenders(3, between)
const changedRows = withSenders(4, changedAfter)

type Row = Awaited<ReturnType<typeof rangeRows>>[number]

/** By chat key, oldest first. */
const byChat = (rows: readonly Row[], ranges: readonly MessageRange[]): Map<number, RangeRow[]> => {
  const ids = new Map(ranges.map(({ chatKey, chatId }) => [chatKey, chatId]))
  const found = new Map<number, RangeRow[]>()
  for (const row of rows) {
    const chatId = ids.get(row.chat_key)
    if (!chatId) continue
    const message = messageFromRow(row, chatId, toId<UserId>(row.sender_id))
    const list = found.get(row.chat_key) ?? []
    list.push({ message, madeRev: row.made_rev, senderKey: row.sender_key })
    found.set(row.chat_key, list)
  }
  for (const list of found.values()) list.sort((a, b) => a.message.seq - b.message.seq)
  return found
}

/** The messages of some ranges, by chat key, oldest first. */
export const selectRanges = async (db: Queries, ranges: readonly MessageRange[]): Promise<Map<number, RangeRow[]>> => {
  const parts = ranges.map(({ chatKey, from, to }) => [chatKey, from, to])
  return byChat(await rangeRows(db, parts), ranges)
}

/**
 * Messages from `since` or earlier that changed after it, by chat key, oldest first; no more than would be too many for
 * a delta.
 */
export const selectChanged = async (db: Queries, changes: readonly Change[]): Promise<Map<number, RangeRow[]>> => {
  const parts = changes.map(({ chatKey, from, to, since }) => [chatKey, from, to, since])
  const rows = await changedRows(db, parts)
  const sinceOf = new Map(changes.map(({ chatKey, since }) => [chatKey, since]))
  return byChat(
    rows.filter((row) => row.made_rev <= (sinceOf.get(row.chat_key) ?? 0)),
    changes,
  )
}

const freshCounts = countsLookup({
  types: Array.from({ length: 4 }, () => 'bigint' as const),
  part: (db, [chatKey = 0, from = 0, to = 0, since = 0]) =>
    db
      .selectFrom('messages')
      .select('chat_key')
      .where('chat_key', '=', chatKey)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .where('made_rev', '>', since),
})

const changedCounts = partsLookup({
  types: Array.from({ length: 4 }, () => 'bigint' as const),
  part: (db, [chatKey = 0, from = 0, to = 0, since = 0]: Numbers) =>
    db
      .selectFrom(changedAfter(db, [chatKey, from, to, since]).as('messages'))
      .select(['chat_key', sql<number>`case when made_rev <= ${since} then 1 else 0 end`.as('old')]),
  of: (db, found) =>
    db
      .selectFrom(found.as('changed'))
      .select(({ fn }) => [
        ...(['part', 'chat_key'] as const),
        fn.countAll<number>().as('count'),
        fn.sum<number>('old').as('old'),
      ])
      .groupBy(['part', 'chat_key']),
})

/**
 * Number of messages that are new or changed after `since`, by chat key, up to a little more than a delta may hold.
 * The new ones are counted from `newestFrom` on.
 */
export const countChanged = async (
  db: Queries,
  changes: readonly (Change & { readonly newestFrom: number })[],
): Promise<ReadonlyMap<number, number>> => {
  const [fresh, changed] = await Promise.all([
    freshCounts(
      db,
      changes.map(({ chatKey, newestFrom, to, since }) => [chatKey, newestFrom, to, since]),
    ),
    changedCounts(
      db,
      changes.map(({ chatKey, from, to, since }) => [chatKey, from, to, since]),
    ),
  ])
  const counts = new Map(fresh)
  for (const { chat_key: chatKey, count, old } of changed) {
    // Where the scan reached its limit, the number of old ones is unknown. The rest is new, and counts as well.
    const more = Number(count) > limits.deltaRows ? Number(count) : Number(old)
    counts.set(chatKey, (counts.get(chatKey) ?? 0) + more)
  }
  return counts
}

/** A range of a chat's messages, counted as of a rev. */
export interface Uncounted extends MessageRange {
  /** Messages retracted later still count, because a former member sees no later change. */
  readonly rev: number
  /** Whether the reader hid any message of the chat. */
  readonly hides: boolean
  /** Whether the reader belongs to the chat now. */
  readonly member: boolean
}

/** The messages, by chat and place, their reader, and the rev of the count. */
type Unread = readonly [chatKey: number, from: number, to: number, userKey: number, rev: number]

/** The same, with the pattern of a stored list that mentions the reader. */
type Naming = readonly [...Unread, like: string]

const unreadOf = (db: Queries, [chatKey, from, to, userKey, rev]: Unread) =>
  db
    .selectFrom('messages')
    .select(['chat_key', 'messages.seq'])
    .where('chat_key', '=', chatKey)
    .where('messages.seq', '>=', from)
    .where('messages.seq', '<=', to)
    .where('countable', '=', 1)
    .where('sender_key', '!=', userKey)
    .where((row) => row.or([row('retracted_at', 'is', null), row('rev', '>', rev)]))
    .limit(limits.unreadMax)

const unreadNotHiddenOf = (db: Queries, [chatKey, from, to, userKey, rev]: Unread) =>
  unreadOf(db, [chatKey, from, to, userKey, rev]).where('messages.seq', 'not in', (query) =>
    query.selectFrom('hidden').select('hidden.seq').where('user_key', '=', userKey).where('chat_key', '=', chatKey),
  )

/** The first messages with mentions of these ranges, from the index of all messages with mentions. */
const naming =
  (unread: typeof unreadOf) =>
  (db: Queries, [chatKey, from, to, userKey, rev, like]: Naming) =>
    unread(db, [chatKey, from, to, userKey, rev])
      .where('mentions', 'is not', null)
      .where((row) => row.or([row('mentions', 'like', like), row('mentions', 'like', namesAllLike)]))
      .orderBy('messages.seq')

const counting = <Values extends PartValues>(
  types: readonly ('bigint' | 'text')[],
  part: (db: Queries, values: Values) => ReturnType<typeof unreadOf>,
) =>
  partsLookup({
    types,
    part,
    of: (db, found) =>
      db
        .selectFrom(found.as('unread'))
        .select((row) => ['part', 'chat_key', row.fn.countAll<number>().as('count'), row.fn.min('seq').as('first')])
        .groupBy(['part', 'chat_key']),
  })

const numbers = Array.from({ length: 5 }, () => 'bigint' as const)
const unreadCounts = counting(numbers, unreadOf)
const unreadNotHiddenCounts = counting(numbers, unreadNotHiddenOf)
const mentionCounts = counting([...numbers, 'text'], naming(unreadOf))
const mentionNotHiddenCounts = counting([...numbers, 'text'], naming(unreadNotHiddenOf))

/** Their number, up to `limits.unreadMax`, and the seq of the first. */
export interface Count {
  readonly count: number
  readonly first: number
}

type Ask<Values> = (
  db: Queries,
  parts: readonly Values[],
) => Promise<{ chat_key: number; count: number; first: number }[]>

interface Counting<Values> {
  readonly shown: Ask<Values>
  readonly notHidden: Ask<Values>
  readonly valuesOf: (one: Uncounted) => Values
}

/** By chat key; chats without any are left out. */
const counted = async <Values>(
  db: Queries,
  ranges: readonly Uncounted[],
  { shown, notHidden, valuesOf }: Counting<Values>,
): Promise<Map<number, Count>> => {
  const partsOf = (hides: boolean) => ranges.filter((one) => one.hides === hides).map(valuesOf)
  const rows = await Promise.all([shown(db, partsOf(false)), notHidden(db, partsOf(true))])
  return new Map(rows.flat().map((row) => [row.chat_key, { count: Number(row.count), first: Number(row.first) }]))
}

/** Number of countable messages of others in some ranges, without retracted and hidden ones, by chat key. */
export const countUnread = (
  db: Queries,
  userKey: number,
  ranges: readonly Uncounted[],
): Promise<Map<number, Count>> => {
  const valuesOf = ({ chatKey, from, to, rev }: Uncounted): Unread => [chatKey, from, to, userKey, rev]
  return counted(db, ranges, { shown: unreadCounts, notHidden: unreadNotHiddenCounts, valuesOf })
}

/** Number of these that mention the reader or everyone, by chat key; none where the reader is a former member. */
export const countMentions = (
  db: Queries,
  reader: UserRef,
  ranges: readonly Uncounted[],
): Promise<Map<number, Count>> => {
  const like = namesLike(reader.id)
  const present = ranges.filter(({ member }) => member)
  return counted(db, present, {
    shown: mentionCounts,
    notHidden: mentionNotHiddenCounts,
    valuesOf: ({ chatKey, from, to, rev }): Naming => [chatKey, from, to, reader.key, rev, like],
  })
}
