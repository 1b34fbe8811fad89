import { limits } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import type { Queries } from '../../storage/database'
import { lockMeta } from '../../storage/meta'
import type { Schema } from '../../storage/schema'

export type FlowRow = Selectable<Schema['provider_flows']>
export type ProvedRow = Selectable<Schema['proved_identities']>

/** Lets one transaction at a time begin a sign-in, so that their number is exact. */
export const lockFlows = async (db: Queries): Promise<void> => {
  await lockMeta(db, 'provider_flows', '')
}

interface Arrival {
  readonly address: string
  readonly nowMs: number
}

/** Whether another sign-in through a provider may wait: counts at most as many rows as the limits. Expired ones don't count. */
export const hasRoom = async (db: Queries, { address, nowMs }: Arrival): Promise<boolean> => {
  const ofAddress = await db
    .selectFrom('provider_flows')
    .select('state_hash')
    .where('address', '=', address)
    .where('expires_at', '>', nowMs)
    .limit(sql.lit(limits.providerFlowsPerAddress))
    .execute()
  if (ofAddress.length >= limits.providerFlowsPerAddress) return false
  const last = await db
    .selectFrom('provider_flows')
    .select('expires_at')
    .where('expires_at', '>', nowMs)
    .orderBy('expires_at', 'desc')
    .offset(sql.lit(limits.providerFlows - 1))
    .limit(sql.lit(1))
    .executeTakeFirst()
  return last === undefined
}

/** Removes the expired sign-ins of a network address, before the sweep does. */
export const deleteExpiredOf = async (db: Queries, { address, nowMs }: Arrival): Promise<void> => {
  await db.deleteFrom('provider_flows').where('address', '=', address).where('expires_at', '<=', nowMs).execute()
}

export const insertFlow = async (db: Queries, row: FlowRow): Promise<void> => {
  await db.insertInto('provider_flows').values(row).execute()
}

/** Removes a sign-in and returns it: no second response finds it. */
export const takeFlow = (db: Queries, stateHash: Uint8Array): Promise<FlowRow | undefined> =>
  db.deleteFrom('provider_flows').where('state_hash', '=', stateHash).returningAll().executeTakeFirst()

export const deleteExpiredFlows = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('provider_flows')
    .where('state_hash', 'in', (old) =>
      old.selectFrom('provider_flows').select('state_hash').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

export const insertProved = async (db: Queries, row: ProvedRow): Promise<void> => {
  await db.insertInto('proved_identities').values(row).execute()
}

/** The person of a ticket, while it works. */
export const selectProved = (
  db: Queries,
  { ticketHash, nowMs }: { ticketHash: Uint8Array; nowMs: number },
): Promise<ProvedRow | undefined> =>
  db
    .selectFrom('proved_identities')
    .selectAll()
    .where('ticket_hash', '=', ticketHash)
    .where('expires_at', '>', nowMs)
    .executeTakeFirst()

/** Removes a ticket and returns what it proves: of two uses at once, one finds it gone. */
export const takeProved = async (
  db: Queries,
  { ticketHash, nowMs }: { ticketHash: Uint8Array; nowMs: number },
): Promise<ProvedRow | undefined> => {
  const row = await db
    .deleteFrom('proved_identities')
    .where('ticket_hash', '=', ticketHash)
    .returningAll()
    .executeTakeFirst()
  return row && row.expires_at > nowMs ? row : undefined
}

export const deleteExpiredProved = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('proved_identities')
    .where('ticket_hash', 'in', (old) =>
      old.selectFrom('proved_identities').select('ticket_hash').where('expires_at', '<', before).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
