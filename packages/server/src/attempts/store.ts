import type { Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import { lastOf } from '../storage/queries/flat'
import type { Schema } from '../storage/schema'

export type FailuresRow = Selectable<Schema['failures']>

export const selectFailures = (db: Queries, keys: readonly string[]): Promise<FailuresRow[]> =>
  db.selectFrom('failures').selectAll().where('key', 'in', keys).execute()

/**
 * Locks rows until the end of the transaction and returns them; missing rows are made with a count of 0. Rows are taken in
 * the order of their keys, to prevent deadlocks.
 */
export const lockFailures = (db: Queries, keys: readonly string[]): Promise<FailuresRow[]> =>
  db
    .insertInto('failures')
    .values(keys.toSorted().map((key) => ({ key, count: 0, at: 0 })))
    .onConflict((conflict) => conflict.column('key').doUpdateSet((row) => ({ count: row.ref('failures.count') })))
    .returningAll()
    .execute()

/** Stores the new counts of locked rows; a row without failures is removed. */
export const putFailures = async (db: Queries, rows: readonly FailuresRow[]): Promise<void> => {
  const kept = rows.filter(({ count }) => count > 0)
  const empty = rows.filter(({ count }) => count <= 0).map(({ key }) => key)
  if (empty.length > 0) await db.deleteFrom('failures').where('key', 'in', empty).execute()
  if (kept.length === 0) return
  await db
    .insertInto('failures')
    .values(kept)
    .onConflict((conflict) =>
      conflict.column('key').doUpdateSet((row) => ({ count: row.ref('excluded.count'), at: row.ref('excluded.at') })),
    )
    .execute()
}

export const deleteOldFailures = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('failures')
    .where('key', 'in', (old) => old.selectFrom('failures').select('key').where('at', '<', before).limit(limit))
    // One that failed again while this waited stays.
    .where('at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Deletes some keys, and all that begin with a text. */
export const deleteFailures = async (db: Queries, keys: readonly string[], beginning: string): Promise<void> => {
  // PostgreSQL knows no empty list.
  if (keys.length > 0) await db.deleteFrom('failures').where('key', 'in', keys).execute()
  await db.deleteFrom('failures').where('key', '>=', beginning).where('key', '<', lastOf(beginning)).execute()
}
