import type { Insertable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export const hasName = async (db: Queries, nameHash: Uint8Array): Promise<boolean> =>
  (await db.selectFrom('reserved_names').select('erased_at').where('name_hash', '=', nameHash).executeTakeFirst()) !==
  undefined

export const insertName = async (db: Queries, row: Insertable<Schema['reserved_names']>): Promise<void> => {
  await db
    .insertInto('reserved_names')
    .values(row)
    .onConflict((conflict) => conflict.column('name_hash').doNothing())
    .execute()
}
