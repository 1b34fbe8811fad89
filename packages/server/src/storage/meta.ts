import type { Queries } from './database'

/** Single values that belong to the installation. */
export const getMeta = async (db: Queries, name: string): Promise<string | undefined> =>
  (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value

/** Locks a value until the end of the transaction, and returns it; a missing value becomes `initial`. */
export const lockMeta = async (db: Queries, name: string, initial: string): Promise<string> => {
  const { value } = await db
    .insertInto('meta')
    .values({ name, value: initial })
    .onConflict((conflict) => conflict.column('name').doUpdateSet((row) => ({ value: row.ref('meta.value') })))
    .returning('value')
    .executeTakeFirstOrThrow()
  return value
}

export const putMeta = async (db: Queries, name: string, value: string): Promise<void> => {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
