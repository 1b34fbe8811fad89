import { sql } from 'kysely'
import { type StoredId, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { UserRef, UserRow } from '../users/users'

const refOf = ({ key, id }: { readonly key: number; readonly id: StoredId }): UserRef => ({ key, id: toId(id) })

/** Accounts that were closed or restored, and whose groups and direct chats have not followed yet. */
export const selectUnsettled = async (db: Queries, limit: number): Promise<UserRef[]> => {
  const rows = await db
    .selectFrom('users')
    .select(['key', 'id'])
    .where('unsettled', '=', sql.lit(1))
    .where('erased_at', 'is', null)
    .orderBy('key')
    .limit(limit)
    .execute()
  return rows.map(refOf)
}

/** The closed account whose time was over first. */
export const selectDue = async (db: Queries, nowMs: number): Promise<UserRef | undefined> => {
  const row = await db
    .selectFrom('users')
    .select(['key', 'id'])
    .where('erase_at', '<=', nowMs)
    .orderBy('erase_at')
    .limit(1)
    .executeTakeFirst()
  return row && refOf(row)
}

export const selectUser = (db: Queries, key: number): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('key', '=', key).executeTakeFirst()
