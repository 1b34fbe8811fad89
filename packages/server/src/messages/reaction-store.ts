import type { ChatId, MyReaction, Reactions, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { partsLookup } from '../storage/lookups'
import type { Schema } from '../storage/schema'
import { userIds } from '../storage/user-ids'
import { isThin, type Reacted } from './reaction-list'

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

/** Rows as the wire shows them. */
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

export const selectReactions = (db: Queries, chatKey: number, seq: number): Promise<ReactionRow | undefined> =>
  db.selectFrom('reactions').selectAll().where('chat_key', '=', chatKey).where('seq', '=', seq).executeTakeFirst()

/** What some people's own rows of a message are, by user key. */
export const selectOwn = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  userKeys: readonly number[],
): Promise<Map<number, MyRow>> => {
  const rows = await db
    .selectFrom('my_reactions')
    .selectAll()
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('user_key', 'in', userKeys)
    .execute()
  return new Map(rows.map((row) => [row.user_key, row]))
}

/** Somebody who reacted to a message. */
export interface Reactor {
  readonly userKey: number
  readonly userId: UserId
  readonly emojis: readonly string[]
}

/** Those who reacted to a message, by user id; with an emoji those who did so with it. */
export const selectReactors = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  { emoji, after, limit }: { emoji: string | undefined; after: UserId | undefined; limit: number },
): Promise<Reactor[]> => {
  let found = db
    .selectFrom('my_reactions')
    .innerJoin('users', 'users.key', 'my_reactions.user_key')
    .select(['user_key', 'emojis', 'users.id as user_id'])
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('emojis', '!=', '[]')
    .orderBy('users.id')
    .limit(limit)
  // An emoji stands in quotes in the list, and none holds a wildcard.
  if (emoji !== undefined) found = found.where('emojis', 'like', `%${JSON.stringify(emoji)}%`)
  if (after !== undefined) found = found.where('users.id', '>', toBytes(after))
  const rows = await found.execute()
  return rows.map((row) => ({ userKey: row.user_key, userId: toId<UserId>(row.user_id), emojis: emojisOf(row) }))
}

/** Of those who reacted to a message, so many are looked through for others to name. */
const lookedThrough = 100

/** The list with people in place of those who took their reaction back, where others are left to be named. */
export const refilled = async (
  db: Queries,
  { chatKey, seq }: MessagePlace,
  list: readonly Reacted[],
): Promise<readonly Reacted[]> => {
  if (!list.some(isThin)) return list
  const rows = await db
    .selectFrom('my_reactions')
    .select(['user_key', 'emojis'])
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('emojis', '!=', '[]')
    .orderBy('user_key')
    .limit(lookedThrough)
    .execute()
  return list.map((one) => {
    if (!isThin(one)) return one
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
  const change = { list: JSON.stringify(list), rev, bumped_at: nowMs }
  return db
    .insertInto('reactions')
    .values({ chat_key: chatKey, seq, message_id: id, ...change })
    .onConflict((conflict) => conflict.columns(['chat_key', 'seq']).doUpdateSet(change))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Writes one user's own reactions to a message, at the user's rev. */
export const putOwn = async (
  db: Queries,
  { chatKey, seq, id }: MessagePlace,
  { userKey, emojis, rev }: { userKey: number; emojis: readonly string[]; rev: number },
): Promise<MyRow> => {
  const change = { emojis: JSON.stringify(emojis), rev }
  return db
    .insertInto('my_reactions')
    .values({ user_key: userKey, chat_key: chatKey, seq, message_id: id, ...change })
    .onConflict((conflict) => conflict.columns(['user_key', 'chat_key', 'seq']).doUpdateSet(change))
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** Some of a chat's reactions: to messages of a range, changed in (since, until]. */
export interface ReactionRange {
  readonly chatKey: number
  readonly from: number
  readonly to: number
  readonly since: number
  readonly until: number
}

type Numbers = readonly number[]

const ranges = partsLookup({
  types: ['bigint', 'bigint', 'bigint', 'bigint', 'bigint'],
  part: (db, [chatKey = 0, from = 0, to = 0, since = 0, until = 0]: Numbers) =>
    db
      .selectFrom('reactions')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where('seq', '>=', from)
      .where('seq', '<=', to)
      .where('rev', '>', since)
      .where('rev', '<=', until)
      .limit(limits.deltaRows + 1),
  of: (db, found) => db.selectFrom(found.as('reactions')).selectAll(),
})

/** The reactions of some ranges, one question for all of them, oldest message first. */
export const selectRanges = async (db: Queries, wanted: readonly ReactionRange[]): Promise<ReactionRow[]> => {
  const rows = await ranges(
    db,
    wanted.map(({ chatKey, from, to, since, until }) => [chatKey, from, to, since, until]),
  )
  return rows.sort((a, b) => a.seq - b.seq)
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

/** A message was taken back: nobody has reacted to it any more. Answers the row, if there is one to tell of. */
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

/** One user's own reactions that changed after a rev; of more than so many the newest. */
export const selectOwnSince = async (
  db: Queries,
  userKey: number,
  { since, limit }: { since: number; limit: number },
): Promise<MyReaction[]> => {
  const rows = await db
    .selectFrom('my_reactions')
    .innerJoin('chats', 'chats.key', 'my_reactions.chat_key')
    .selectAll('my_reactions')
    .select('chats.id')
    .where('user_key', '=', userKey)
    .where('my_reactions.rev', '>', since)
    .orderBy('my_reactions.rev', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => toMine(row, toId<ChatId>(row.id)))
}
