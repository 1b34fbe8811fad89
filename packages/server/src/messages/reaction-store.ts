import type { ChatId, MyReaction, Reactions, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { type StoredId, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { countsLookup } from '../storage/queries/counts'
import { limited } from '../storage/queries/flat'
import { partsLookup } from '../storage/queries/lookups'
import { only, prepared } from '../storage/queries/prepared'
import { userIds } from '../storage/queries/user-ids'
import type { Schema } from '../storage/schema'
import { needsRefill, type Reacted } from './reaction-list'

export type ReactionRow = Selectable<Schema['reactions']>
type MyRow = Selectable<Schema['my_reactions']>

/** A message by its place, with its id. */
export interface MessagePlace {
  readonly chatKey: number
  readonly seq: number
  readonly id: StoredId
}

export const listOf = ({ list }: Pick<ReactionRow, 'list'>): readonly Reacted[] => JSON.parse(list) as Reacted[]
export const emojisOf = ({ emojis }: Pick<MyRow, 'emojis'>): readonly string[] => JSON.parse(emojis) as string[]

export const toMine = (row: MyRow, chatId: ChatId): MyReaction => ({
  chatId,
  messageId: toId(row.message_id),
  seq: row.seq,
  rev: row.rev,
  emojis: [...emojisOf(row)],
})

/** Rows in their wire form. */
export const toReactions = async (db: Queries, rows: readonly ReactionRow[]): Promise<Reactions[]> => {
  const lists = rows.map(listOf)
  const ids = await userIds(
    db,
    lists.flat().flatMap(({ users }) => users),
  )
  return rows.map((row, at) => ({
    messageId: toId(row.message_id),
    seq: row.seq,
    rev: row.rev,
    list: (lists[at] ?? []).map(({ users, ...one }) => ({ ...one, users: users.flatMap((key) => ids.get(key) ?? []) })),
  }))
}

const reactionRow = prepared((db: Queries, { chatKey, seq }: { chatKey: number; seq: number }) =>
  db.selectFrom('reactions').selectAll().where('chat_key', '=', chatKey).where('seq', '=', seq),
)

export const selectReactions = async (db: Queries, chatKey: number, seq: number): Promise<ReactionRow | undefined> =>
  (await reactionRow(db, { chatKey, seq }))[0]

const ownRows = prepared((db: Queries, [chatKey, seq, ...userKeys]: readonly [number, number, ...number[]]) =>
  db
    .selectFrom('my_reactions')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('user_key', 'in', userKeys),
)

/** Some users' own rows of a message, by user key. */
export const selectOwn = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  userKeys: readonly number[],
): Promise<Map<number, MyRow>> => {
  const rows = await ownRows(db, [chatKey, seq, ...userKeys])
  return new Map(rows.map((row) => [row.user_key, row]))
}

/** A user with a reaction to a message. */
export interface Reactor {
  readonly userKey: number
  readonly userId: UserId
  readonly emojis: readonly string[]
}

interface ReactorsPage {
  readonly chatKey: number
  readonly seq: number
  /** The key of the last user on the previous page. */
  readonly after: number
  /** The format of the stored emojis. */
  readonly like: string
}

const reactorsPage = limited({
  sizes: [limits.reactorsPage + 1],
  page: (db, { chatKey, seq, after, like }: ReactorsPage) =>
    db
      .selectFrom('my_reactions')
      .select(['user_key', 'emojis'])
      .where('chat_key', '=', chatKey)
      .where('seq', '=', seq)
      .where('user_key', '>', after)
      .where('emojis', '!=', '[]')
      .where('emojis', 'like', like)
      .orderBy('user_key'),
  of: (db, page) =>
    db
      .selectFrom(page.as('reactors'))
      .innerJoin('users', 'users.key', 'reactors.user_key')
      .select(['user_key', 'emojis', 'users.id as user_id']),
  order: (a, b) => a.user_key - b.user_key,
})

/** Users with a reaction to a message, in the order of their keys; optionally only those with one emoji. */
export const selectReactors = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  { emoji, after, limit }: { emoji: string | undefined; after: number; limit: number },
): Promise<Reactor[]> => {
  // The list quotes emojis, and none contains a wildcard.
  const like = emoji === undefined ? '%' : `%${JSON.stringify(emoji)}%`
  const rows = await reactorsPage(db, { chatKey, seq, after, like }, limit)
  return rows.map((row) => ({ userKey: row.user_key, userId: toId<UserId>(row.user_id), emojis: emojisOf(row) }))
}

/** The most users to scan for new sample entries. */
const LOOKED_THROUGH = 100

/** The list with other users in the place of those who removed their reaction, where any are left. */
export const refillSamples = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  list: readonly Reacted[],
): Promise<readonly Reacted[]> => {
  if (!list.some(needsRefill)) return list
  const rows = await db
    .selectFrom('my_reactions')
    .select(['user_key', 'emojis'])
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('emojis', '!=', '[]')
    .orderBy('user_key')
    .limit(LOOKED_THROUGH)
    .execute()
  return list.map((one) => {
    if (!needsRefill(one)) return one
    const others = rows.filter((row) => !one.users.includes(row.user_key) && emojisOf(row).includes(one.emoji))
    const users = [...others.map((row) => row.user_key), ...one.users].slice(-limits.reactionSample)
    return { ...one, users }
  })
}

/** Writes all reactions to a message, at the chat's rev. */
export const putReactions = async (
  db: Queries,
  { chatKey, seq, id }: MessagePlace,
  { list, rev, nowMs }: { list: readonly Reacted[]; rev: number; nowMs: number },
): Promise<ReactionRow> => {
  const place = { chat_key: chatKey, seq, message_id: id }
  return only(await changedRow(db, { ...place, list: JSON.stringify(list), rev, bumped_at: nowMs }))
}

const changedRow = prepared((db: Queries, { chat_key, seq, message_id, ...change }: ReactionRow) =>
  db
    .insertInto('reactions')
    .values({ chat_key, seq, message_id, ...change })
    .onConflict((conflict) => conflict.columns(['chat_key', 'seq']).doUpdateSet(change))
    .returningAll(),
)

/** Writes one user's own reactions to a message, at the user's rev. */
export const putOwn = async (
  db: Queries,
  { chatKey, seq, id }: MessagePlace,
  { userKey, emojis, rev }: { userKey: number; emojis: readonly string[]; rev: number },
): Promise<MyRow> => {
  const place = { user_key: userKey, chat_key: chatKey, seq, message_id: id }
  return only(await changedOwn(db, { ...place, emojis: JSON.stringify(emojis), rev }))
}

const changedOwn = prepared((db: Queries, { user_key, chat_key, seq, message_id, ...change }: MyRow) =>
  db
    .insertInto('my_reactions')
    .values({ user_key, chat_key, seq, message_id, ...change })
    .onConflict((conflict) => conflict.columns(['user_key', 'chat_key', 'seq']).doUpdateSet(change))
    .returningAll(),
)

/** A chat's reactions to messages of a range, changed in (since, until]. */
export interface ReactionRange {
  readonly chatKey: number
  readonly from: number
  readonly to: number
  readonly since: number
  readonly until: number
}

const rangeTypes = { chatKey: 'bigint', from: 'bigint', to: 'bigint', since: 'bigint', until: 'bigint' } as const

type Bounds = { readonly seq: string; readonly rev: string }

const within =
  (bounds: Bounds) =>
  (db: Queries, { chatKey, from, to, since, until }: ReactionRange) =>
    db
      .selectFrom('reactions')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where(sql<number>`${sql.raw(bounds.seq)}`, '>=', from)
      .where(sql<number>`${sql.raw(bounds.seq)}`, '<=', to)
      .where(sql<number>`${sql.raw(bounds.rev)}`, '>', since)
      .where(sql<number>`${sql.raw(bounds.rev)}`, '<=', until)
      .limit(limits.deltaRows + 1)

const rangesBy = (bounds: Bounds) =>
  partsLookup({
    types: rangeTypes,
    part: within(bounds),
    of: (db, found) => db.selectFrom(found.as('reactions')).selectAll(),
  })

/**
 * Reactions of some messages are found by these bounds, changed ones by their revs: the other bounds aren't selective.
 */
const ofMessages = rangesBy({ seq: 'reactions.seq', rev: '+reactions.rev' })
const byRev: Bounds = { seq: '+reactions.seq', rev: 'reactions.rev' }
const ofRevs = rangesBy(byRev)
const countsOfRevs = countsLookup({
  types: rangeTypes,
  part: (db, range) => db.selectFrom(within(byRev)(db, range).as('reactions')).select('chat_key'),
})

/** Number of reaction rows that changed in some ranges, by chat key; up to one more than a delta may hold. */
export const countChanged = (db: Queries, ranges: readonly ReactionRange[]): Promise<ReadonlyMap<number, number>> =>
  countsOfRevs(db, ranges)

/** The reactions of some ranges, one query for all of a kind, oldest message first. */
export const selectRanges = async (db: Queries, wanted: readonly ReactionRange[]): Promise<ReactionRow[]> => {
  const rows = await Promise.all([
    ofMessages(
      db,
      wanted.filter(({ since }) => since === 0),
    ),
    ofRevs(
      db,
      wanted.filter(({ since }) => since > 0),
    ),
  ])
  return rows.flat().sort((a, b) => a.seq - b.seq)
}

/** One user's own reactions to messages of a range. */
export const selectOwnRange = async (
  db: Queries,
  userKey: number,
  { chatKey, chatId, from, to }: Pick<ReactionRange, 'chatKey' | 'from' | 'to'> & { readonly chatId: ChatId },
): Promise<MyReaction[]> => {
  const rows = await db
    .selectFrom('my_reactions')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .execute()
  return rows.map((row) => toMine(row, chatId))
}

/** Removes all reactions of a retracted message. Returns the changed row, if any. */
export const clearReactions = async (
  db: Queries,
  chatKey: number,
  { seq, rev }: { seq: number; rev: number },
): Promise<Reactions[]> => {
  const rows = await db
    .updateTable('reactions')
    .set({ list: '[]', rev })
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .returningAll()
    .execute()
  return toReactions(db, rows)
}

/** Brings all reactions of a message back, in their stored form. Returns the changed row, if any. */
export const restoreReactions = async (
  db: Queries,
  chatKey: number,
  { seq, list, rev }: { seq: number; list: string; rev: number },
): Promise<Reactions[]> => {
  const rows = await db
    .updateTable('reactions')
    .set({ list, rev })
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .returningAll()
    .execute()
  return toReactions(db, rows)
}

const ownSince = prepared((db: Queries, { userKey, since, limit }: { userKey: number; since: number; limit: number }) =>
  db
    .selectFrom('my_reactions')
    .innerJoin('chats', 'chats.key', 'my_reactions.chat_key')
    .selectAll('my_reactions')
    .select('chats.id')
    .where('user_key', '=', userKey)
    .where('my_reactions.rev', '>', since)
    .orderBy('my_reactions.rev', 'desc')
    .limit(limit),
)

/** One user's own reactions that changed after a rev, limited to the newest. */
export const selectOwnSince = async (
  db: Queries,
  userKey: number,
  { since, limit }: { since: number; limit: number },
): Promise<MyReaction[]> => {
  const rows = await ownSince(db, { userKey, since, limit })
  return rows.map((row) => toMine(row, toId<ChatId>(row.id)))
}
