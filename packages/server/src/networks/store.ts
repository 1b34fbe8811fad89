import { limits } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type BanRow = Selectable<Schema['network_bans']>

export const insertRegistration = async (db: Queries, row: Insertable<Schema['registrations']>): Promise<void> => {
  await db.insertInto('registrations').values(row).execute()
}

export const selectAddresses = async (
  db: Queries,
  userKeys: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  if (userKeys.length === 0) return new Map()
  const rows = await db
    .selectFrom('registrations')
    .select(['user_key', 'address'])
    .where('user_key', 'in', userKeys)
    .execute()
  return new Map(rows.map(({ user_key, address }) => [user_key, address]))
}

export const deleteRegistration = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('registrations').where('user_key', '=', userKey).execute()
}

/** Removes the oldest addresses before a time; returns how many. */
export const deleteOldRegistrations = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('registrations')
    .where('user_key', 'in', (old) =>
      old.selectFrom('registrations').select('user_key').where('at', '<', before).orderBy('at').limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** When the last ban of some networks ends; undefined without one. */
export const selectLastEnd = async (
  db: Queries,
  networks: readonly string[],
  nowMs: number,
): Promise<number | undefined> => {
  if (networks.length === 0) return undefined
  const rows = await db.selectFrom('network_bans').select('expires_at').where('network', 'in', networks).execute()
  const ends = rows.map(({ expires_at }) => expires_at).filter((end) => end > nowMs)
  return ends.length > 0 ? Math.max(...ends) : undefined
}

export const selectBan = (db: Queries, network: string): Promise<BanRow | undefined> =>
  db.selectFrom('network_bans').selectAll().where('network', '=', network).executeTakeFirst()

/** All bans, the latest first. */
export const selectBans = async (db: Queries, nowMs: number): Promise<BanRow[]> => {
  const rows = await db
    .selectFrom('network_bans')
    .selectAll()
    .where('expires_at', '>', nowMs)
    .orderBy('expires_at', 'desc')
    .limit(limits.networkBans)
    .execute()
  return rows.sort((a, b) => b.created_at - a.created_at || (a.network < b.network ? -1 : 1))
}

export const countBans = async (db: Queries, nowMs: number): Promise<number> => {
  const { count } = await db
    .selectFrom('network_bans')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('expires_at', '>', nowMs)
    .executeTakeFirstOrThrow()
  return Number(count)
}

export const putBan = async (db: Queries, row: BanRow): Promise<void> => {
  const { created_at, expires_at } = row
  await db
    .insertInto('network_bans')
    .values(row)
    .onConflict((conflict) => conflict.column('network').doUpdateSet({ created_at, expires_at }))
    .execute()
}

export const deleteBan = async (db: Queries, network: string): Promise<void> => {
  await db.deleteFrom('network_bans').where('network', '=', network).execute()
}

/** Removes bans that have ended; returns how many. */
export const deleteEndedBans = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('network_bans')
    .where('network', 'in', (old) =>
      old
        .selectFrom('network_bans')
        .select('network')
        .where('expires_at', '<=', before)
        .orderBy('expires_at')
        .limit(limit),
    )
    // One that was renewed while this waited stays.
    .where('expires_at', '<=', before)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
