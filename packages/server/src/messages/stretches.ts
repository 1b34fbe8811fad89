import { type ChatId, limits, type Message, type UserId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/flat'
import { type PartValues, partsLookup } from '../storage/lookups'
import { messageFromRow } from '../storage/message-row'
import { namesAllLike, namesLike } from '../storage/stored-mentions'
import type { UserRef } from '../users/users'

/** Some of a chat's messages, in the order of seq; both ends are included. */
export interface Stretch {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly from: number
  readonly to: number
}

/** A message with what only the server needs to know of it. */
export interface StretchRow {
  readonly message: Message
  /** The chat's rev that the message came with. */
  readonly madeRev: number
  readonly senderKey: number
}

/** Changes that are asked for, of messages that stood there before. */
export interface Change extends Stretch {
  /** The rev from which changes count. */
  readonly since: number
}

type Numbers = readonly number[]

const between = (db: Queries, [chatKey = 0, from = 0, to = 0]: Numbers) =>
  db.selectFrom('messages').selectAll().where('chat_key', '=', chatKey).where('seq', '>=', from).where('seq', '<=', to)

/**
 * A chat has few changed messages, which an index of their own holds. New ones that changed already count as well: so many rows
 * are too much for a delta, whatever they are, and no more are looked at.
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

const stretchRows = withSenders(3, between)
const changedRows = withSenders(4, changedAfter)

type Row = Awaited<ReturnType<typeof stretchRows>>[number]

/** By chat key, oldest first. */
const byChat = (rows: readonly Row[], stretches: readonly Stretch[]): Map<number, StretchRow[]> => {
  const ids = new Map(stretches.map(({ chatKey, chatId }) => [chatKey, chatId]))
  const found = new Map<number, StretchRow[]>()
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

/** The messages of some stretches, by chat key, oldest first. */
export const selectStretches = async (
  db: Queries,
  stretches: readonly Stretch[],
): Promise<Map<number, StretchRow[]>> => {
  const parts = stretches.map(({ chatKey, from, to }) => [chatKey, from, to])
  return byChat(await stretchRows(db, parts), stretches)
}

/** Messages made at `since` or before it and changed after it, by chat key, oldest first; no more than make a delta too much. */
export const selectChanged = async (db: Queries, changes: readonly Change[]): Promise<Map<number, StretchRow[]>> => {
  const parts = changes.map(({ chatKey, from, to, since }) => [chatKey, from, to, since])
  const rows = await changedRows(db, parts)
  const sinceOf = new Map(changes.map(({ chatKey, since }) => [chatKey, since]))
  return byChat(
    rows.filter((row) => row.made_rev <= (sinceOf.get(row.chat_key) ?? 0)),
    changes,
  )
}

/** Some of a chat's messages, to be counted as of a rev. */
export interface Uncounted extends Stretch {
  /** What was taken back later still counts: a former member is told of nothing after it. */
  readonly rev: number
  /** Whether the reader hid any message of the chat. */
  readonly hides: boolean
  /** Whether the reader belongs to the chat now. */
  readonly member: boolean
}

/** Which messages, by their chat and their place, who reads them, and as of which rev. */
type Unread = readonly [chatKey: number, from: number, to: number, userKey: number, rev: number]

/** The same, and how a stored list of names looks that names the reader. */
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

/** Of these those that name somebody, the first ones: from the index of all that name anybody. */
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

/** How many there are, up to `limits.unreadMax`, and the seq of the first. */
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
  stretches: readonly Uncounted[],
  { shown, notHidden, valuesOf }: Counting<Values>,
): Promise<Map<number, Count>> => {
  const partsOf = (hides: boolean) => stretches.filter((one) => one.hides === hides).map(valuesOf)
  const rows = [...(await shown(db, partsOf(false))), ...(await notHidden(db, partsOf(true)))]
  return new Map(rows.map((row) => [row.chat_key, { count: Number(row.count), first: Number(row.first) }]))
}

/** How many countable messages of others that were neither taken back nor hidden stand in some stretches, by chat key. */
export const countUnread = (
  db: Queries,
  userKey: number,
  stretches: readonly Uncounted[],
): Promise<Map<number, Count>> => {
  const valuesOf = ({ chatKey, from, to, rev }: Uncounted): Unread => [chatKey, from, to, userKey, rev]
  return counted(db, stretches, { shown: unreadCounts, notHidden: unreadNotHiddenCounts, valuesOf })
}

/** How many of these name the reader or everybody, by chat key; where the reader does not belong any more, none does. */
export const countMentions = (
  db: Queries,
  reader: UserRef,
  stretches: readonly Uncounted[],
): Promise<Map<number, Count>> => {
  const like = namesLike(reader.id)
  const present = stretches.filter(({ member }) => member)
  return counted(db, present, {
    ...{ shown: mentionCounts, notHidden: mentionNotHiddenCounts },
    valuesOf: ({ chatKey, from, to, rev }): Naming => [chatKey, from, to, reader.key, rev, like],
  })
}
