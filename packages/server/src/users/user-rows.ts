import { type Insertable, sql, type Updateable } from 'kysely'
import { foldName } from '../lib/fold-name'
import { storedReadings } from '../lib/pinyin'
import type { Queries, Transaction } from '../storage/database'
import type { Schema } from '../storage/schema'
import { eraseSpellings, putSpellings } from './spellings'
import type { UserRow } from './store'

/** A name in all its stored forms. */
export const nameColumns = async (name: string): Promise<Pick<UserRow, 'name' | 'name_folded' | 'pinyin'>> => ({
  name,
  name_folded: foldName(name),
  pinyin: await storedReadings(name),
})

/** Inserts a user; undefined when the user name is taken. */
export const insertUser = async (db: Queries, row: Insertable<Schema['users']>): Promise<UserRow | undefined> => {
  const inserted = await db
    .insertInto('users')
    .values(row)
    .onConflict((conflict) => conflict.column('username').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (inserted?.pinyin) await putSpellings(db, { userKey: inserted.key }, inserted.pinyin)
  return inserted
}

/** Changes columns of a user, and returns the whole row. A name changes in all its forms. */
export const updateUser = async (db: Queries, key: number, change: Updateable<Schema['users']>): Promise<UserRow> => {
  if (change.pinyin !== undefined) await putSpellings(db, { userKey: key }, change.pinyin)
  return db.updateTable('users').set(change).where('key', '=', key).returningAll().executeTakeFirstOrThrow()
}

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

const withoutOwn = { second_factor_at: null, recovery_codes: 0, passkeys: 0, export_until: null } as const
const unrestricted = { trust: 0, muted_until: null, strangers_asked: 0 } as const

/** Leaves nothing of a profile but the id. No one can register such a user name, because it contains a hyphen. */
export const eraseUser = async (
  db: Queries,
  key: number,
  { rev, atMs }: { readonly rev: number; readonly atMs: number },
): Promise<void> => {
  const name = { name: ERASED_NAME, name_folded: '', pinyin: '' }
  const profile = { username: `deleted-${key}`, ...name, avatar: null, bio: null }
  const signIn = { admin: 0, password_hash: '', created_at: 0, disabled_at: null, ...withoutOwn, ...unrestricted }
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
  await eraseSpellings(db, key)
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

/** Completes names that have no readings yet. Returns how many. */
export const readNames = async (db: Queries, limit: number): Promise<number> => {
  const rows = await db.selectFrom('users').select(['key', 'name']).where('pinyin', 'is', null).limit(limit).execute()
  for (const { key, name } of rows) {
    const pinyin = await storedReadings(name)
    // Not a name that changed or was erased since: this waits for the row, and looks again.
    const { numUpdatedRows } = await db
      .updateTable('users')
      .set({ pinyin })
      .where('key', '=', key)
      .where('name', '=', name)
      .where('pinyin', 'is', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) await putSpellings(db, { userKey: key }, pinyin)
  }
  return rows.length
}
