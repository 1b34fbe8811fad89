import { sql } from 'kysely'
import type { Queries } from '../storage/database'

/** Whether a user is an administrator who can sign in. */
export const isActiveAdmin = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db
    .selectFrom('users')
    .select('key')
    .where('key', '=', userKey)
    .where('admin', '=', 1)
    .where('disabled_at', 'is', null)
    .where('closed_at', 'is', null)
    .executeTakeFirst()) !== undefined

/** The keys of all administrators. */
export const selectAdminKeys = async (db: Queries): Promise<number[]> => {
  const rows = await db.selectFrom('users').select('key').where('admin', '=', sql.lit(1)).execute()
  return rows.map(({ key }) => key)
}

/** Whether there is another administrator who can sign in. */
export const hasOtherAdmin = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db
    .selectFrom('users')
    .select('key')
    .where('admin', '=', sql.lit(1))
    .where('key', '!=', userKey)
    .where('disabled_at', 'is', null)
    .where('closed_at', 'is', null)
    .limit(1)
    .executeTakeFirst()) !== undefined
