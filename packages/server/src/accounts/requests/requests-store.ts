import { type AccountRequest, type AccountRequestId, limits } from '@parley/protocol'
import { type Insertable, type Selectable, sql } from 'kysely'
import { toBytes, toId } from '../../lib/uuid-bytes'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'

export type RequestRow = Selectable<Schema['account_requests']>

/** One more row shows that there are others. */
const PAGE_ROWS = limits.accountRequestsPage + 1

/** When a request runs out. */
export const endOf = ({ at }: Pick<RequestRow, 'at'>): number => at + limits.accountRequestMs
/** Requests from this time or before have run out, whether or not they are swept. */
const overFrom = (nowMs: number): number => nowMs - limits.accountRequestMs

/** A request as administrators see it. */
export const toRequest = (row: RequestRow): AccountRequest => ({
  id: toId<AccountRequestId>(row.id),
  username: row.username,
  name: row.name,
  ...(row.note === null ? {} : { note: row.note }),
  device: row.device,
  address: row.address,
  at: row.at,
  expiresAt: endOf(row),
})

export const insertRequest = async (db: Queries, row: Insertable<Schema['account_requests']>): Promise<void> => {
  await db.insertInto('account_requests').values(row).execute()
}

const waiting = (db: Queries, nowMs: number) => db.selectFrom('account_requests').where('at', '>', overFrom(nowMs))

/** The waiting request for a username. */
export const selectByName = (db: Queries, username: string, nowMs: number): Promise<RequestRow | undefined> =>
  waiting(db, nowMs).selectAll().where('username', '=', username).executeTakeFirst()

export const isWaiting = async (db: Queries, username: string, nowMs: number): Promise<boolean> =>
  (await selectByName(db, username, nowMs)) !== undefined

/** The waiting request of a ticket. */
export const selectByTicket = (db: Queries, tokenHash: Uint8Array, nowMs: number): Promise<RequestRow | undefined> =>
  waiting(db, nowMs).selectAll().where('token_hash', '=', tokenHash).executeTakeFirst()

export const countWaiting = async (db: Queries, nowMs: number): Promise<number> => {
  const { count } = await waiting(db, nowMs)
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** The addresses of all waiting requests, which are few. */
export const selectAddresses = async (db: Queries, nowMs: number): Promise<string[]> => {
  const rows = await waiting(db, nowMs).select('address').limit(sql.lit(limits.accountRequests)).execute()
  return rows.map(({ address }) => address)
}

/** Waiting requests after a place, oldest first; one more than a page holds. */
export const selectPage = (
  db: Queries,
  { nowMs, after }: { nowMs: number; after: Pick<AccountRequest, 'at' | 'id'> | undefined },
): Promise<RequestRow[]> => {
  const rows = waiting(db, nowMs).selectAll().orderBy('at').orderBy('id').limit(sql.lit(PAGE_ROWS))
  return (after ? rows.where(sql<boolean>`(at, id) > (${after.at}, ${toBytes(after.id)})`) : rows).execute()
}

/** Takes a waiting request out, for the one who answers it. */
export const takeRequest = (db: Queries, id: AccountRequestId, nowMs: number): Promise<RequestRow | undefined> =>
  db
    .deleteFrom('account_requests')
    .where('id', '=', toBytes(id))
    .where('at', '>', overFrom(nowMs))
    .returningAll()
    .executeTakeFirst()

/** Takes a request out, even one that ran out. */
export const takeById = (db: Queries, id: AccountRequestId): Promise<RequestRow | undefined> =>
  db.deleteFrom('account_requests').where('id', '=', toBytes(id)).returningAll().executeTakeFirst()

/** Takes the request of a ticket out. */
export const takeByTicket = (db: Queries, tokenHash: Uint8Array): Promise<RequestRow | undefined> =>
  db.deleteFrom('account_requests').where('token_hash', '=', tokenHash).returningAll().executeTakeFirst()

/** Makes the name of a request that ran out free, before the sweep does. */
export const deleteExpiredName = async (db: Queries, username: string, nowMs: number): Promise<void> => {
  await db.deleteFrom('account_requests').where('username', '=', username).where('at', '<=', overFrom(nowMs)).execute()
}

/** Removes the oldest requests that ran out; returns how many. */
export const deleteExpired = async (
  db: Queries,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('account_requests')
    .where('id', 'in', (old) =>
      old.selectFrom('account_requests').select('id').where('at', '<=', overFrom(nowMs)).orderBy('at').limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
