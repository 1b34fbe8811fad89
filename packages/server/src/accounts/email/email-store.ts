import type { Insertable, Selectable } from 'kysely'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'
import type { UserRow } from '../../users/users'

export type EmailRow = Selectable<Schema['emails']>
export type EmailCodeRow = Selectable<Schema['email_codes']>
export type Purpose = EmailCodeRow['purpose']

export const selectEmail = (db: Queries, userKey: number): Promise<EmailRow | undefined> =>
  db.selectFrom('emails').selectAll().where('user_key', '=', userKey).executeTakeFirst()

/** The address of some account, by its form for comparison. */
export const selectEmailByFolded = (db: Queries, folded: string): Promise<EmailRow | undefined> =>
  db.selectFrom('emails').selectAll().where('folded', '=', folded).executeTakeFirst()

/** The user who signs in with an address. */
export const selectUserByEmail = (db: Queries, folded: string): Promise<UserRow | undefined> =>
  db
    .selectFrom('emails')
    .innerJoin('users', 'users.key', 'emails.user_key')
    .selectAll('users')
    .where('emails.folded', '=', folded)
    .executeTakeFirst()

export const deleteEmail = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('emails').where('user_key', '=', userKey).execute()
}

/** Stores an address of a user without one; false when it belongs to another user. */
export const insertEmail = async (db: Queries, row: EmailRow): Promise<boolean> => {
  const stored = await db
    .insertInto('emails')
    .values(row)
    .onConflict((conflict) => conflict.column('folded').doNothing())
    .returning('user_key')
    .executeTakeFirst()
  return stored !== undefined
}

/** Stores a code in place of the one that the user had before for this purpose. */
export const putCode = async (db: Queries, row: Insertable<Schema['email_codes']>): Promise<void> => {
  await db
    .insertInto('email_codes')
    .values(row)
    .onConflict((conflict) =>
      conflict.columns(['user_key', 'purpose']).doUpdateSet((code) => ({
        address: code.ref('excluded.address'),
        folded: code.ref('excluded.folded'),
        language: code.ref('excluded.language'),
        code_hash: code.ref('excluded.code_hash'),
        expires_at: code.ref('excluded.expires_at'),
      })),
    )
    .execute()
}

/** A code while it works. */
export const selectCode = (
  db: Queries,
  { userKey, purpose, nowMs }: { userKey: number; purpose: Purpose; nowMs: number },
): Promise<EmailCodeRow | undefined> =>
  db
    .selectFrom('email_codes')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('purpose', '=', purpose)
    .where('expires_at', '>', nowMs)
    .executeTakeFirst()

/** Removes all codes of a user. */
export const deleteCodes = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('email_codes').where('user_key', '=', userKey).execute()
}

export const deleteExpiredCodes = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const old = await db
    .selectFrom('email_codes')
    .select(['user_key', 'purpose'])
    .where('expires_at', '<', before)
    .limit(limit)
    .execute()
  for (const { user_key: userKey, purpose } of old)
    await db
      .deleteFrom('email_codes')
      .where('user_key', '=', userKey)
      .where('purpose', '=', purpose)
      .where('expires_at', '<', before)
      .execute()
  return old.length
}
