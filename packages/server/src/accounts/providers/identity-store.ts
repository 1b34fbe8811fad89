import type { AccountRequestId } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import { type StoredId, toId } from '../../lib/uuid-bytes'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'

export type IdentityRow = Selectable<Schema['identities']>
type Subject = Pick<IdentityRow, 'issuer' | 'subject'>

/** The identity of a person at an issuer. */
export const selectIdentity = (db: Queries, { issuer, subject }: Subject): Promise<IdentityRow | undefined> =>
  db.selectFrom('identities').selectAll().where('subject', '=', subject).where('issuer', '=', issuer).executeTakeFirst()

export const selectIdentitiesOf = (db: Queries, userKey: number): Promise<IdentityRow[]> =>
  db.selectFrom('identities').selectAll().where('user_key', '=', userKey).orderBy('key').execute()

/** Stores an identity; undefined when it opens an account already. */
export const insertIdentity = (
  db: Queries,
  row: Insertable<Schema['identities']>,
): Promise<Pick<IdentityRow, 'key'> | undefined> =>
  db
    .insertInto('identities')
    .values(row)
    .onConflict((conflict) => conflict.columns(['subject', 'issuer']).doNothing())
    .returning('key')
    .executeTakeFirst()

export const updateUse = async (
  db: Queries,
  key: number,
  use: Pick<IdentityRow, 'used_at' | 'provider' | 'label'>,
): Promise<void> => {
  await db.updateTable('identities').set(use).where('key', '=', key).execute()
}

export const deleteIdentity = async (db: Queries, key: number): Promise<void> => {
  await db.deleteFrom('identities').where('key', '=', key).execute()
}

export const deleteIdentitiesOf = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('identities').where('user_key', '=', userKey).execute()
}

type RequestedRow = Selectable<Schema['requested_identities']>

export const insertRequested = async (db: Queries, row: RequestedRow): Promise<void> => {
  await db.insertInto('requested_identities').values(row).execute()
}

/** The identity of a request for an account. */
export const selectRequested = (db: Queries, requestId: StoredId): Promise<RequestedRow | undefined> =>
  db.selectFrom('requested_identities').selectAll().where('request_id', '=', requestId).executeTakeFirst()

/** The request for an account with which an identity waits for an administrator. There are few requests. */
export const selectRequestOf = async (
  db: Queries,
  { issuer, subject }: Subject,
): Promise<AccountRequestId | undefined> => {
  const row = await db
    .selectFrom('requested_identities')
    .select('request_id')
    .where('subject', '=', subject)
    .where('issuer', '=', issuer)
    .executeTakeFirst()
  return row && toId<AccountRequestId>(row.request_id)
}

type Removal = Selectable<Schema['removed_identities']>

/** Remembers that an owner removed an identity of an issuer. */
export const insertRemoved = async (db: Queries, row: Removal): Promise<void> => {
  await db
    .insertInto('removed_identities')
    .values(row)
    .onConflict((conflict) => conflict.columns(['user_key', 'issuer']).doNothing())
    .execute()
}

export const isRemoved = async (
  db: Queries,
  { user_key, issuer }: Pick<Removal, 'user_key' | 'issuer'>,
): Promise<boolean> =>
  (await db
    .selectFrom('removed_identities')
    .select('issuer')
    .where('user_key', '=', user_key)
    .where('issuer', '=', issuer)
    .executeTakeFirst()) !== undefined

export const deleteRemoved = async (
  db: Queries,
  { user_key, issuer }: Pick<Removal, 'user_key' | 'issuer'>,
): Promise<void> => {
  await db.deleteFrom('removed_identities').where('user_key', '=', user_key).where('issuer', '=', issuer).execute()
}

export const deleteRemovedOf = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('removed_identities').where('user_key', '=', userKey).execute()
}
