import type { ServiceTokenId } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

export type TokenRow = Selectable<Schema['service_tokens']>

const byHash = prepared((db: Queries, { hash }: { hash: Uint8Array }) =>
  db.selectFrom('service_tokens').selectAll().where('token_hash', '=', hash),
)

export const selectByHash = async (db: Queries, hash: Uint8Array): Promise<TokenRow | undefined> =>
  (await byHash(db, { hash }))[0]

export const selectById = (db: Queries, id: ServiceTokenId): Promise<TokenRow | undefined> =>
  db.selectFrom('service_tokens').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

/** Tokens that work at a time, newest first. Their number is bounded. */
export const selectWorking = (db: Queries, nowMs: number): Promise<TokenRow[]> =>
  db
    .selectFrom('service_tokens')
    .selectAll()
    .where('revoked_at', 'is', null)
    .where((row) => row.or([row('expires_at', 'is', null), row('expires_at', '>', nowMs)]))
    .orderBy('key', 'desc')
    .execute()

/** Tokens that were revoked and not removed yet, newest first. */
export const selectRevoked = (db: Queries): Promise<TokenRow[]> =>
  db.selectFrom('service_tokens').selectAll().where('revoked_at', 'is not', null).orderBy('key', 'desc').execute()

export const insertToken = (db: Queries, row: Insertable<Schema['service_tokens']>): Promise<TokenRow> =>
  db.insertInto('service_tokens').values(row).returningAll().executeTakeFirstOrThrow()

export const updateRevoked = async (db: Queries, key: number, atMs: number): Promise<void> => {
  await db.updateTable('service_tokens').set({ revoked_at: atMs }).where('key', '=', key).execute()
}

export const updateLastUsed = async (db: Queries, id: ServiceTokenId, atMs: number): Promise<void> => {
  await db.updateTable('service_tokens').set({ last_used_at: atMs }).where('id', '=', toBytes(id)).execute()
}

/** Removes tokens that ended before a time; returns how many. */
export const deleteEnded = async (
  db: Queries,
  { before, limit }: { before: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('service_tokens')
    .where('key', 'in', (ended) =>
      ended
        .selectFrom('service_tokens')
        .select('key')
        .where((row) => row.or([row('revoked_at', '<', before), row('expires_at', '<', before)]))
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}
