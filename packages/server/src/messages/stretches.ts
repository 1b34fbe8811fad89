import { type ChatId, limits, type Message, type UserId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { messageFromRow } from '../storage/message-row'
import { prepared } from '../storage/prepared'

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

/** Lists of equal length, in the order of what is listed. */
const groupsOf = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: values.length / size }, (_, at) => values.slice(at * size, (at + 1) * size))

type Numbers = readonly number[]

const between = (db: Queries, [chatKey = 0, from = 0, to = 0]: Numbers) =>
  db.selectFrom('messages').selectAll().where('chat_key', '=', chatKey).where('seq', '>=', from).where('seq', '<=', to)

const changedAfter = (db: Queries, [chatKey = 0, from = 0, to = 0, since = 0]: Numbers) =>
  db
    .selectFrom(
      between(db, [chatKey, from, to])
        .where('rev', '>', since)
        .whereRef('rev', '>', 'made_rev')
        .where('made_rev', '<=', since)
        .limit(limits.deltaRows + 1)
        .as('changed'),
    )
    .selectAll()

type Part = ReturnType<typeof between> | ReturnType<typeof changedAfter>

/** One question for many chats: what each is asked stands in a part of its own, which is answered from an index. */
const together = (size: number, part: (db: Queries, values: Numbers) => Part) =>
  prepared((db: Queries, values: Numbers) => {
    const parts = groupsOf(values, size).map((of) => part(db, of) as ReturnType<typeof between>)
    const all = parts.reduce((list, one) => list.unionAll(one))
    return db
      .selectFrom(all.as('messages'))
      .innerJoin('users', 'users.key', 'messages.sender_key')
      .selectAll('messages')
      .select('users.id as sender_id')
  })

const stretchRows = together(3, between)
const changedRows = together(4, changedAfter)

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
  if (stretches.length === 0) return new Map()
  const values = stretches.flatMap(({ chatKey, from, to }) => [chatKey, from, to])
  return byChat(await stretchRows(db, values), stretches)
}

/** Messages made at `since` or before it and changed after it, by chat key, oldest first; no more than make a delta too much. */
export const selectChanged = async (db: Queries, changes: readonly Change[]): Promise<Map<number, StretchRow[]>> => {
  if (changes.length === 0) return new Map()
  const values = changes.flatMap(({ chatKey, from, to, since }) => [chatKey, from, to, since])
  return byChat(await changedRows(db, values), changes)
}

/** Some of a chat's messages, to be counted as of a rev. */
export interface Uncounted extends Stretch {
  /** What was taken back later still counts: a former member is told of nothing after it. */
  readonly rev: number
  /** Whether the reader hid any message of the chat. */
  readonly hides: boolean
}

const unreadOf = (db: Queries, [chatKey = 0, from = 0, to = 0, userKey = 0, rev = 0]: Numbers) =>
  db
    .selectFrom('messages')
    .select('chat_key')
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .where('countable', '=', 1)
    .where('sender_key', '!=', userKey)
    .where((row) => row.or([row('retracted_at', 'is', null), row('rev', '>', rev)]))
    .limit(limits.unreadMax)

const unreadNotHiddenOf = (db: Queries, [chatKey = 0, from = 0, to = 0, userKey = 0, rev = 0]: Numbers) =>
  unreadOf(db, [chatKey, from, to, userKey, rev]).where('seq', 'not in', (query) =>
    query.selectFrom('hidden').select('hidden.seq').where('user_key', '=', userKey).where('chat_key', '=', chatKey),
  )

const counting = (unread: typeof unreadOf) =>
  prepared((db: Queries, values: Numbers) => {
    const parts = groupsOf(values, 5).map((of) => db.selectFrom(unread(db, of).as('unread')).select('chat_key'))
    const all = parts.reduce((list, one) => list.unionAll(one))
    return db
      .selectFrom(all.as('unread'))
      .select((row) => ['chat_key', row.fn.countAll<number>().as('count')])
      .groupBy('chat_key')
  })

const unreadCounts = counting(unreadOf)
const unreadNotHiddenCounts = counting(unreadNotHiddenOf)

/** How many countable messages of others that were neither taken back nor hidden stand in some stretches, up to `limits.unreadMax` each, by chat key. */
export const countUnread = async (
  db: Queries,
  userKey: number,
  stretches: readonly Uncounted[],
): Promise<Map<number, number>> => {
  const counts = new Map<number, number>()
  for (const hides of [false, true]) {
    const some = stretches.filter((one) => one.hides === hides)
    if (some.length === 0) continue
    const values = some.flatMap(({ chatKey, from, to, rev }) => [chatKey, from, to, userKey, rev])
    const rows = await (hides ? unreadNotHiddenCounts : unreadCounts)(db, values)
    for (const row of rows) counts.set(row.chat_key, Number(row.count))
  }
  return counts
}
