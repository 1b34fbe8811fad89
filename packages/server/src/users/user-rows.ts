import { type Insertable, sql, type Updateable } from 'kysely'
import type { Queries, Transaction } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { UserRow } from './store'

/** Inserts a user; undefined when the user name is taken. */
export const insertUser = (db: Queries, row: Insertable<Schema['users']>): Promise<UserRow | undefined> =>
  db
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returningAll()
    .executeTakeFirst()

/** Changes columns of a user, and returns the whole row. */
export const updateUser = (db: Queries, key: number, change: Updateable<Schema['users']>): Promise<UserRow> =>
  db.updateTable('users').set(change).where('key', '=', key).returningAll().executeTakeFirstOrThrow()

/** Notes that everything follows an account, unless it was closed or restored since. */
export const updateSettled = async (
  db: Queries,
  { key, closedAt }: { readonly key: number; readonly closedAt: number | null },
): Promise<void> => {
  await db
    .updateTable('users')
    .set({ unsettled: 0 })
    .where('key', '=', key)
    .where('closed_at', closedAt === null ? 'is' : '=', closedAt)
    .execute()
}

/** The name of erased accounts for clients that don't translate it. */
const ERASED_NAME = 'Deleted account'

/** Leaves nothing of a profile but the id. No one can register such a user name, because it contains a hyphen. */
export const eraseUser = async (
  db: Queries,
  key: number,
  { rev, atMs }: { readonly rev: number; readonly atMs: number },
): Promise<void> => {
  const profile = { username: `deleted-${key}`, name: ERASED_NAME, name_folded: '', avatar: null, bio: null }
  const signIn = { admin: 0, password_hash: '', created_at: 0, disabled_at: null }
  const preferences = {
    preferences_rev: rev,
    status: 'online' as const,
    status_text: null,
    status_until: null,
    seen_at: null,
    seen_by: 'nobody' as const,
    found_by: 'nobody' as const,
    asked_by: 'nobody' as const,
    added_by: 'nobody' as const,
    shows_reads: 0,
    shows_typing: 0,
  }
  await updateUser(db, key, { ...profile, ...signIn, ...preferences, profile_rev: rev, erased_at: atMs })
}

/** The last-seen times of some locked users; never earlier than known. */
export const updateSeen = async (
  { db }: Transaction,
  seen: readonly { readonly key: number; readonly at: number }[],
): Promise<void> => {
  const pairs = seen.map(({ key, at }) => sql`(cast(${key} as bigint), cast(${at} as bigint))`)
  // SQLite and PostgreSQL both call the columns of such rows column1 and column2.
  await sql`
    update users set seen_at = seen.column2 from (values ${sql.join(pairs)}) as seen
    where users.key = seen.column1 and (seen_at is null or seen_at < seen.column2)`.execute(db)
}
