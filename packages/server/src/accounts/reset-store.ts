import type { Insertable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { UserRow } from '../users/users'

/** Stores a link in place of the one that the user had before. */
export const putReset = async (db: Queries, row: Insertable<Schema['password_resets']>): Promise<void> => {
  await db
    .insertInto('password_resets')
    .values(row)
    .onConflict((conflict) =>
      conflict.column('user_key').doUpdateSet((reset) => ({
        code_hash: reset.ref('excluded.code_hash'),
        expires_at: reset.ref('excluded.expires_at'),
      })),
    )
    .execute()
}

/** The user whose password a code sets, while the code works. */
export const selectResetUser = (
  db: Queries,
  { codeHash, nowMs }: { codeHash: Uint8Array; nowMs: number },
): Promise<UserRow | undefined> =>
  db
    .selectFrom('password_resets')
    .innerJoin('users', 'users.key', 'password_resets.user_key')
    .selectAll('users')
    .where('password_resets.code_hash', '=', codeHash)
    .where('password_resets.expires_at', '>', nowMs)
    .executeTakeFirst()

/** Whether a user has a link with this code that works. */
export const hasReset = async (
  db: Queries,
  { userKey, codeHash, nowMs }: { userKey: number; codeHash: Uint8Array; nowMs: number },
): Promise<boolean> =>
  (await db
    .selectFrom('password_resets')
    .select('user_key')
    .where('user_key', '=', userKey)
    .where('code_hash', '=', codeHash)
    .where('expires_at', '>', nowMs)
    .executeTakeFirst()) !== undefined

export const deleteReset = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('password_resets').where('user_key', '=', userKey).execute()
}

export const deleteExpiredResets = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('password_resets')
    .where('user_key', 'in', (old) =>
      old.selectFrom('password_resets').select('user_key').where('expires_at', '<', before).limit(limit),
    )
    // One that was renewed while this waited stays.
    .where('expires_at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
