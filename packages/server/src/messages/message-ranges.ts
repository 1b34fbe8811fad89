import { type ChatId, limits, type Message, type UserId } from '@parley/protocol'
import { sql } from 'kysely'
import { toId } from '../lib/uuid-bytes'
import { messageFromRow } from '../storage/append/message-row'
import { namesAllLike, namesLike } from '../storage/append/stored-mentions'
import type { Queries } from '../storage/database'
import { countsLookup } from '../storage/queries/counts'
import { unindexed } from '../storage/queries/flat'
import { type PartValues, partsLookup, type ValueTypes } from '../storage/queries/lookups'
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

const rangeTypes = { chatKey: 'bigint', from: 'bigint', to: 'bigint' } as const
const changeTypes = { ...rangeTypes, since: 'bigint' } as const
type RangeValues = PartValues<typeof rangeTypes>
type ChangeValues = PartValues<typeof changeTypes>

const between = (db: Queries, { chatKey, from, to }: RangeValues) =>
  db.selectFrom('messages').selectAll().where('chat_key', '=', chatKey).where('seq', '>=', from).where('seq', '<=', to)

/**
 * A chat has few changed messages, which have an index of their own. New messages that changed already count as well.
 * The scan stops at this number of rows, because any that many are too many for a delta.
 */
const changedAfter = (db: Queries, { chatKey, from, to, since }: ChangeValues) =>
  db
    .selectFrom('messages')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where(unindexed('messages.seq'), '>=', from)
    .where(unindexed('messages.seq'), '<=', to)
    .where('rev', '>', since)
    .whereRef('rev', '>', 'made_rev')
    .limit(limits.deltaRows + 1)

const withSenders = <const Types extends ValueTypes>(
  types: Types,
  part: (db: Queries, values: PartValues<Types>) => ReturnType<typeof between>,
) =>
  partsLookup({
    types,
    part,
    of: (db, found) =>
      db
        .selectFrom(found.as('messages'))
        .innerJoin('users', 'users.key', 'messages.sender_key')
        .selectAll('messages')
        .select('users.id as sender_id'),
  })

const rangeRows = withSenders(rangeTypes, between)
const changedRows = withSenders(changeTypes, changedAfter)

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
  return byChat(await rangeRows(db, ranges), ranges)
}

/**
 * Messages from `since` or earlier that changed after it, by chat key, oldest first; no more than would be too many for
 * a delta.
 */
export const selectChanged = async (db: Queries, changes: readonly Change[]): Promise<Map<number, RangeRow[]>> => {
  const rows = await changedRows(db, changes)
  const sinceOf = new Map(changes.map(({ chatKey, since }) => [chatKey, since]))
  return byChat(
    rows.filter((row) => row.made_rev <= (sinceOf.get(row.chat_key) ?? 0)),
    changes,
  )
}

const freshCounts = countsLookup({
  types: changeTypes,
  part: (db, { chatKey, from, to, since }) =>
    db
      .selectFrom('messages')
      .select('chat_key')
      .where('chat_key', '=', chatKey)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .where('made_rev', '>', since),
})

const changedCounts = partsLookup({
  types: changeTypes,
  part: (db, change) =>
    db
      .selectFrom(changedAfter(db, change).as('messages'))
      .select(['chat_key', sql<number>`case when made_rev <= ${change.since} then 1 else 0 end`.as('old')]),
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
      changes.map((change) => ({ ...change, from: change.newestFrom })),
    ),
    changedCounts(db, changes),
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

/** A range of messages, their reader, and the rev of the count. */
const unreadTypes = { ...rangeTypes, userKey: 'bigint', rev: 'bigint' } as const
type Unread = PartValues<typeof unreadTypes>

/** The same, with the pattern of a stored list that mentions the reader. */
const namingTypes = { ...unreadTypes, like: 'text' } as const
type Naming = PartValues<typeof namingTypes>

const unreadOf = (db: Queries, { chatKey, from, to, userKey, rev }: Unread) =>
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

const unreadNotHiddenOf = (db: Queries, unread: Unread) => {
  const { chatKey, userKey } = unread
  return unreadOf(db, unread).where('messages.seq', 'not in', (query) =>
    query.selectFrom('hidden').select('hidden.seq').where('user_key', '=', userKey).where('chat_key', '=', chatKey),
  )
}

/** The first messages with mentions of these ranges, from the index of all messages with mentions. */
const naming =
  (unread: typeof unreadOf) =>
  (db: Queries, { like, ...range }: Naming) =>
    unread(db, range)
      .where('mentions', 'is not', null)
      .where((row) => row.or([row('mentions', 'like', like), row('mentions', 'like', namesAllLike)]))
      .orderBy('messages.seq')

const counting = <const Types extends ValueTypes>(
  types: Types,
  part: (db: Queries, values: PartValues<Types>) => ReturnType<typeof unreadOf>,
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

const unreadCounts = counting(unreadTypes, unreadOf)
const unreadNotHiddenCounts = counting(unreadTypes, unreadNotHiddenOf)
const mentionCounts = counting(namingTypes, naming(unreadOf))
const mentionNotHiddenCounts = counting(namingTypes, naming(unreadNotHiddenOf))

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
  const valuesOf = (one: Uncounted): Unread => ({ ...one, userKey })
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
    valuesOf: (one): Naming => ({ ...one, userKey: reader.key, like }),
  })
}
