import type { Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type MuteRow = Selectable<Schema['flood_mutes']>

/** Mutes that began or ended after a rev. */
export const selectChangedMutes = (db: Queries, rev: number): Promise<Pick<MuteRow, 'user_key' | 'until'>[]> =>
  db.selectFrom('flood_mutes').select(['user_key', 'until']).where('rev', '>', rev).execute()

/** Mutes that last beyond a time. */
export const selectLiveMutes = (db: Queries, nowMs: number): Promise<Pick<MuteRow, 'user_key' | 'until'>[]> =>
  db.selectFrom('flood_mutes').select(['user_key', 'until']).where('until', '>', nowMs).execute()

export const selectMute = (db: Queries, userKey: number): Promise<MuteRow | undefined> =>
  db.selectFrom('flood_mutes').selectAll().where('user_key', '=', userKey).executeTakeFirst()

export const putMute = async (db: Queries, row: MuteRow): Promise<void> => {
  const { at, until, step, rev } = row
  await db
    .insertInto('flood_mutes')
    .values(row)
    .onConflict((conflict) => conflict.column('user_key').doUpdateSet({ at, until, step, rev }))
    .execute()
}

export const deleteMute = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('flood_mutes').where('user_key', '=', userKey).execute()
}

/** Removes mutes that ended before a time; returns how many. */
export const deleteOldMutes = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('flood_mutes')
    .where('user_key', 'in', (old) =>
      old.selectFrom('flood_mutes').select('user_key').where('until', '<', before).orderBy('until').limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** The data of an account that exempts it from limits. */
export const selectTrust = (
  db: Queries,
  userKey: number,
): Promise<Pick<Selectable<Schema['users']>, 'admin' | 'trust' | 'created_at' | 'strangers_asked'> | undefined> =>
  db
    .selectFrom('users')
    .select(['admin', 'trust', 'created_at', 'strangers_asked'])
    .where('key', '=', userKey)
    .executeTakeFirst()
