import type { Queries } from '../../storage/database'

/** Notes a token that works once; false if it was noted before. */
export const insertUsed = async (
  db: Queries,
  { hash, expiresAt }: { hash: Uint8Array; expiresAt: number },
): Promise<boolean> => {
  const row = await db
    .insertInto('used_jwts')
    .values({ jwt_hash: hash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('jwt_hash').doNothing())
    .returning('expires_at')
    .executeTakeFirst()
  return row !== undefined
}

/** Until when a note is kept; undefined without one. */
export const selectExpiry = async (db: Queries, hash: Uint8Array): Promise<number | undefined> =>
  (await db.selectFrom('used_jwts').select('expires_at').where('jwt_hash', '=', hash).executeTakeFirst())?.expires_at

/** Keeps a note for longer. */
export const putNote = async (
  db: Queries,
  { hash, expiresAt }: { hash: Uint8Array; expiresAt: number },
): Promise<void> => {
  await db
    .insertInto('used_jwts')
    .values({ jwt_hash: hash, expires_at: expiresAt })
    .onConflict((conflict) => conflict.column('jwt_hash').doUpdateSet({ expires_at: expiresAt }))
    .execute()
}

/** Removes notes of tokens that have expired; returns how many. */
export const deleteExpired = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('used_jwts')
    .where('jwt_hash', 'in', (old) =>
      old
        .selectFrom('used_jwts')
        .select('jwt_hash')
        .where('expires_at', '<', before)
        .orderBy('expires_at')
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
