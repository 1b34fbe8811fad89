import type { Queries } from './database'

/** Single values that belong to the installation. */
export const getMeta = async (db: Queries, name: string): Promise<string | undefined> =>
  (await db.selectFrom('meta').select('value').where('name', '=', name).executeTakeFirst())?.value

export const putMeta = async (db: Queries, name: string, value: string): Promise<void> => {
  await db
    .insertInto('meta')
    .values({ name, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
