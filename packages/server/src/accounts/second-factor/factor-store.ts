import type { Selectable } from 'kysely'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'

export type FactorRow = Selectable<Schema['second_factors']>

/** The secret of a user, whether it is confirmed or not. */
export const selectFactor = (db: Queries, userKey: number): Promise<FactorRow | undefined> =>
  db.selectFrom('second_factors').selectAll().where('user_key', '=', userKey).executeTakeFirst()

/** Stores a secret in place of the one before. */
export const putFactor = async (db: Queries, row: FactorRow): Promise<void> => {
  await db.deleteFrom('second_factors').where('user_key', '=', row.user_key).execute()
  await db.insertInto('second_factors').values(row).execute()
}

export const updateFactor = async (
  db: Queries,
  userKey: number,
  change: Partial<Pick<FactorRow, 'last_step' | 'tries_until' | 'expires_at'>>,
): Promise<void> => {
  await db.updateTable('second_factors').set(change).where('user_key', '=', userKey).execute()
}

export const deleteFactor = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('second_factors').where('user_key', '=', userKey).execute()
}

/** Removes secrets that were never confirmed; returns how many. */
export const deleteExpiredFactors = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('second_factors')
    .where('user_key', 'in', (old) =>
      old.selectFrom('second_factors').select('user_key').where('expires_at', '<', before).limit(limit),
    )
    // One that was confirmed while this waited stays.
    .where('expires_at', '<', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Stores recovery codes in place of all others of a user. */
export const putRecoveryCodes = async (
  db: Queries,
  userKey: number,
  codeHashes: readonly Uint8Array[],
): Promise<void> => {
  await deleteRecoveryCodes(db, userKey)
  const rows = codeHashes.map((code_hash) => ({ user_key: userKey, code_hash }))
  await db.insertInto('recovery_codes').values(rows).execute()
}

/** Removes a recovery code; returns whether it was there. */
export const takeRecoveryCode = async (db: Queries, userKey: number, codeHash: Uint8Array): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('recovery_codes')
    .where('user_key', '=', userKey)
    .where('code_hash', '=', codeHash)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) > 0
}

export const deleteRecoveryCodes = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('recovery_codes').where('user_key', '=', userKey).execute()
}
