import type { Insertable, Selectable } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'

export type PasskeyRow = Selectable<Schema['passkeys']>

/** The passkeys of a user, oldest first. */
export const selectPasskeys = (db: Queries, userKey: number): Promise<PasskeyRow[]> =>
  db.selectFrom('passkeys').selectAll().where('user_key', '=', userKey).orderBy('created_at').orderBy('id').execute()

/** The passkey of an account by the ids that authenticators return. */
export const selectUsed = (
  db: Queries,
  { userId, credentialId }: { readonly userId: Uint8Array; readonly credentialId: Uint8Array },
): Promise<PasskeyRow | undefined> =>
  db
    .selectFrom('passkeys')
    .selectAll('passkeys')
    .innerJoin('users', 'users.key', 'passkeys.user_key')
    .where('users.id', '=', userId)
    .where('passkeys.credential_id', '=', credentialId)
    .executeTakeFirst()

export const selectPasskey = (
  db: Queries,
  { user_key, credential_id }: Pick<PasskeyRow, 'user_key' | 'credential_id'>,
): Promise<PasskeyRow | undefined> =>
  db
    .selectFrom('passkeys')
    .selectAll()
    .where('user_key', '=', user_key)
    .where('credential_id', '=', credential_id)
    .executeTakeFirst()

/** Stores a passkey; returns undefined when the account has it already. */
export const insertPasskey = (db: Queries, row: Insertable<Schema['passkeys']>): Promise<PasskeyRow | undefined> =>
  db
    .insertInto('passkeys')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_key', 'credential_id']).doNothing())
    .returningAll()
    .executeTakeFirst()

export const updatePasskey = async (
  db: Queries,
  { user_key, credential_id }: Pick<PasskeyRow, 'user_key' | 'credential_id'>,
  change: Partial<Pick<PasskeyRow, 'counter' | 'synced' | 'last_used_at'>>,
): Promise<void> => {
  await db
    .updateTable('passkeys')
    .set(change)
    .where('user_key', '=', user_key)
    .where('credential_id', '=', credential_id)
    .execute()
}

/** Renames a passkey of a user; undefined for an unknown one. */
export const renamePasskey = (
  db: Queries,
  userKey: number,
  { id, name }: { readonly id: string; readonly name: string },
): Promise<PasskeyRow | undefined> =>
  db
    .updateTable('passkeys')
    .set({ name })
    .where('user_key', '=', userKey)
    .where('id', '=', toBytes(id))
    .returningAll()
    .executeTakeFirst()

/** Removes a passkey of a user; returns whether it was there. */
export const deletePasskey = async (db: Queries, userKey: number, id: string): Promise<boolean> => {
  const { numDeletedRows } = await db
    .deleteFrom('passkeys')
    .where('user_key', '=', userKey)
    .where('id', '=', toBytes(id))
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows) > 0
}

export const deletePasskeys = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('passkeys').where('user_key', '=', userKey).execute()
}

/** The first hosts that passkeys were made for. Each takes one step in the index, however many passkeys it has. */
export const selectHosts = async (db: Queries, limit: number): Promise<string[]> => {
  const hosts: string[] = []
  for (let after = ''; hosts.length < limit; ) {
    const next = await db
      .selectFrom('passkeys')
      .select('rp_id')
      .where('rp_id', '>', after)
      .orderBy('rp_id')
      .limit(1)
      .executeTakeFirst()
    if (!next) break
    after = next.rp_id
    hosts.push(after)
  }
  return hosts
}

/** The number of passkeys of a host, up to a limit. */
export const countOfHost = async (db: Queries, rpId: string, limit: number): Promise<number> => {
  const { count } = await db
    .selectFrom(db.selectFrom('passkeys').select('rp_id').where('rp_id', '=', rpId).limit(limit).as('first'))
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .executeTakeFirstOrThrow()
  return Number(count)
}
