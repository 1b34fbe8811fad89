import { type AuditAction, limits } from '@parley/protocol'
import { type Insertable, type Selectable, sql } from 'kysely'
import type { Queries } from '../storage/database'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

export type AuditRow = Selectable<Schema['audit']>

/** The filters of a page, each left out if it is not set. */
export interface AuditFilters {
  readonly byKey?: number
  readonly userKey?: number
  readonly action?: AuditAction
  /** The reader, from whom reports about themselves are hidden. */
  readonly viewerKey: number
}
/** The page holds the entries from a time on, before `at`, and at this time those below `key`. */
export interface AuditRange {
  readonly from: number
  readonly at: number
  readonly key: number
}

/** One more row shows that there are others. */
const PAGE_ROWS = limits.auditPage + 1

/** The number of a set of filters, which its index adds to the time. */
const setOf = ({ byKey, userKey, action }: Omit<AuditFilters, 'viewerKey'>): number =>
  (byKey === undefined ? 0 : 1) + (userKey === undefined ? 0 : 2) + (action === undefined ? 0 : 4)

const pageOf = prepared((db: Queries, { from, at, key, ...filters }: AuditFilters & AuditRange) => {
  const set = setOf(filters)
  const time = set === 0 ? sql<number>`at` : sql<number>`at + ${sql.lit(set)}`
  const { byKey, userKey, action, viewerKey } = filters
  let rows = db.selectFrom('audit').selectAll().where(time, '>=', from)
  if (byKey !== undefined) rows = rows.where('by_key', '=', byKey)
  if (userKey !== undefined) rows = rows.where('user_key', '=', userKey)
  if (action !== undefined) rows = rows.where('action', '=', action)
  return (
    rows
      .where(sql<boolean>`(action <> 'report_ended' or user_key is null or user_key <> ${viewerKey})`)
      // SQLite bounds the index by this, and not by the comparison of rows, because the time is an expression.
      .where(time, '<=', at)
      .where(sql<boolean>`(${time}, key) < (${at}, ${key})`)
      .orderBy(time, 'desc')
      .orderBy('key', 'desc')
      .limit(sql.lit(PAGE_ROWS))
  )
})

/** Entries of a range, newest first; one more than a page holds. */
export const selectPage = (db: Queries, filters: AuditFilters, { from, at, key }: AuditRange): Promise<AuditRow[]> => {
  const set = setOf(filters)
  return pageOf(db, { ...filters, from: from + set, at: at + set, key })
}

/** The newest entry about a user with an action, of a service if one is named. */
export const selectNewest = (
  db: Queries,
  { userKey, action, service }: { userKey: number; action: AuditAction; service?: string },
): Promise<AuditRow | undefined> =>
  db
    .selectFrom('audit')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('action', '=', action)
    .$if(service !== undefined, (query) => query.where('service', '=', service ?? ''))
    .where(sql<boolean>`at + 6 >= 0`)
    .orderBy(sql`at + 6`, 'desc')
    .orderBy('key', 'desc')
    .limit(1)
    .executeTakeFirst()

export const insertEntry = async (db: Queries, row: Insertable<Schema['audit']>): Promise<void> => {
  await db.insertInto('audit').values(row).execute()
}

/** The id and the name of the chats of some entries. */
export const selectChats = async (db: Queries, keys: readonly number[]) =>
  keys.length === 0 ? [] : db.selectFrom('chats').select(['key', 'id', 'name']).where('key', 'in', keys).execute()

/** Removes the oldest entries before a time; returns how many. */
export const deleteOld = async (db: Queries, { before, limit }: { before: number; limit: number }): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('audit')
    .where('key', 'in', (old) =>
      old.selectFrom('audit').select('key').where('at', '<', before).orderBy('at').limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Removes the next addresses of an administrator; returns how many. */
export const clearAddresses = async (
  db: Queries,
  { byKey, limit }: { byKey: number; limit: number },
): Promise<number> => {
  const { numUpdatedRows } = await db
    .updateTable('audit')
    .set({ address: null })
    .where('key', 'in', (held) =>
      held.selectFrom('audit').select('key').where('by_key', '=', byKey).where('address', 'is not', null).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}
