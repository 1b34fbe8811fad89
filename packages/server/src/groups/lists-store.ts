import { limits, type UserId } from '@parley/protocol'
import { type Insertable, type Selectable, sql } from 'kysely'
import { toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { limited } from '../storage/queries/flat'
import type { Schema } from '../storage/schema'

type BanRow = Selectable<Schema['bans']>
type RequestRow = Selectable<Schema['join_requests']>

/** Rows of one page; one more than fit shows that more follow. */
const PAGE = limits.groupListPage + 1

interface Place {
  readonly chatKey: number
  /** The key of the last user on the previous page. */
  readonly after: number
}

/** Bans a user; a banned user stays unchanged. */
export const putBan = async (db: Queries, ban: BanRow): Promise<void> => {
  await db
    .insertInto('bans')
    .values(ban)
    .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doNothing())
    .execute()
}

export const deleteBan = async (db: Queries, chatKey: number, userKey: number): Promise<void> => {
  await db.deleteFrom('bans').where('chat_key', '=', chatKey).where('user_key', '=', userKey).execute()
}

/** The banned users among these, by their keys. */
export const selectBanned = async (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<Set<number>> => {
  if (userKeys.length === 0) return new Set()
  const rows = await db
    .selectFrom('bans')
    .select('user_key')
    .where('chat_key', '=', chatKey)
    .where('user_key', 'in', userKeys)
    .execute()
  return new Set(rows.map(({ user_key }) => user_key))
}

const bansPage = limited({
  sizes: [PAGE],
  page: (db, { chatKey, after }: Place) =>
    db.selectFrom('bans').selectAll().where('chat_key', '=', chatKey).where('user_key', '>', after).orderBy('user_key'),
  of: (db, page) =>
    db
      .selectFrom(page.as('bans'))
      .innerJoin('users', 'users.key', 'bans.user_key')
      .innerJoin('users as admins', 'admins.key', 'bans.by_key')
      .select([
        'bans.user_key',
        'bans.by_key',
        'bans.by_admin',
        'bans.at',
        'users.id as user_id',
        'admins.id as by_id',
      ]),
  order: (a, b) => a.user_key - b.user_key,
})

/** The banned users, in the order of their keys. */
export const selectBans = async (db: Queries, place: Place) => {
  const rows = await bansPage(db, place, PAGE)
  return rows.map((row) => ({ ...row, user_id: toId<UserId>(row.user_id), by_id: toId<UserId>(row.by_id) }))
}

/** Stores a join request; an earlier one keeps its place. Returns whether it is new. */
export const putRequest = async (db: Queries, request: Insertable<RequestRow>): Promise<boolean> => {
  const row = await db
    .insertInto('join_requests')
    .values(request)
    .onConflict((conflict) => conflict.columns(['chat_key', 'user_key']).doNothing())
    .returning('user_key')
    .executeTakeFirst()
  return row !== undefined
}

/** Removes requests; returns how many there were. */
export const deleteRequests = async (db: Queries, chatKey: number, userKeys: readonly number[]): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('join_requests')
    .where('chat_key', '=', chatKey)
    .where('user_key', 'in', userKeys)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export const isWaiting = async (db: Queries, chatKey: number, userKey: number): Promise<boolean> =>
  (await db
    .selectFrom('join_requests')
    .select('user_key')
    .where('chat_key', '=', chatKey)
    .where('user_key', '=', userKey)
    .executeTakeFirst()) !== undefined

export const countRequests = async (db: Queries, chatKey: number): Promise<number> => {
  const { count } = await db
    .selectFrom('join_requests')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('chat_key', '=', chatKey)
    .executeTakeFirstOrThrow()
  return Number(count)
}

const requestsPage = limited({
  sizes: [PAGE],
  page: (db, { chatKey, after }: Place) =>
    db
      .selectFrom('join_requests')
      .selectAll()
      .where('chat_key', '=', chatKey)
      .where('user_key', '>', after)
      .orderBy('user_key'),
  of: (db, page) =>
    db
      .selectFrom(page.as('requests'))
      .innerJoin('users', 'users.key', 'requests.user_key')
      .select(['requests.user_key', 'requests.at', 'users.id as user_id']),
  order: (a, b) => a.user_key - b.user_key,
})

/** The waiting users, in the order of their keys. */
export const selectRequests = async (db: Queries, place: Place) => {
  const rows = await requestsPage(db, place, PAGE)
  return rows.map((row) => ({ ...row, user_id: toId<UserId>(row.user_id) }))
}

/** Removes all requests to join a group. */
export const deleteAllRequests = async (db: Queries, chatKey: number): Promise<void> => {
  await db.deleteFrom('join_requests').where('chat_key', '=', chatKey).execute()
}

/** The owner and the admins: former members have no role. */
export const selectLeaders = async (db: Queries, chatKey: number): Promise<UserId[]> => {
  const rows = await db
    .selectFrom('members')
    .innerJoin('users', 'users.key', 'members.user_key')
    .select('users.id')
    .where('chat_key', '=', chatKey)
    .where('role', '!=', sql.lit('member'))
    .where(sql<boolean>`role in ('owner', 'admin')`)
    .execute()
  return rows.map(({ id }) => toId<UserId>(id))
}
