import type { Insertable, Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'
import type { UserRow } from '../users/users'

export type ExternalRow = Selectable<Schema['external_users']>
/** The account of an external id. */
export type ExternalAccount = UserRow & Pick<ExternalRow, 'external_id'>

const byIds = prepared((db: Queries, ids: readonly string[]) =>
  db
    .selectFrom('external_users')
    .innerJoin('users', 'users.key', 'external_users.user_key')
    .where('external_id', 'in', ids)
    .selectAll('users')
    .select('external_id'),
)

/** The accounts of some external ids; unknown ids are left out. */
export const selectAccounts = async (db: Queries, ids: readonly string[]): Promise<Map<string, ExternalAccount>> =>
  new Map((await byIds(db, ids)).map((row) => [row.external_id, row]))

/** The account of an external id. */
export const selectAccount = async (db: Queries, id: string): Promise<ExternalAccount | undefined> =>
  (await selectAccounts(db, [id])).get(id)

export const insertExternal = async (db: Queries, row: Insertable<Schema['external_users']>): Promise<void> => {
  await db.insertInto('external_users').values(row).execute()
}

export const deleteExternal = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('external_users').where('user_key', '=', userKey).execute()
}
