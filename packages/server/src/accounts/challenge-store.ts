import type { Insertable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

/** Notes that a proof of work was used; whether this is the first time. */
export const insertUsed = async (db: Queries, row: Insertable<Schema['used_challenges']>): Promise<boolean> => {
  const stored = await db
    .insertInto('used_challenges')
    .values(row)
    .onConflict((conflict) => conflict.column('nonce').doNothing())
    .returning('nonce')
    .executeTakeFirst()
  return stored !== undefined
}

export const deleteExpired = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('used_challenges')
    .where('nonce', 'in', (used) =>
      used.selectFrom('used_challenges').select('nonce').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
