import type { SessionId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import type { Queries } from '../../storage/database'
import type { Schema } from '../../storage/schema'

export type ProviderSessionRow = Selectable<Schema['provider_sessions']>

export const insertProviderSession = async (db: Queries, row: ProviderSessionRow): Promise<void> => {
  await db.insertInto('provider_sessions').values(row).execute()
}

/** Sessions whose provider is to be asked, the longest waiting first. */
export const selectDue = (
  db: Queries,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<ProviderSessionRow[]> =>
  db
    .selectFrom('provider_sessions')
    .selectAll()
    .where('check_at', '<=', nowMs)
    .orderBy('check_at')
    .limit(limit)
    .execute()

/** Moves the check of a session that is due; false when another node did first. */
export const claimDue = async (
  db: Queries,
  { sessionId, dueAt, until }: { readonly sessionId: SessionId; readonly dueAt: number; readonly until: number },
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('provider_sessions')
    .set({ check_at: until })
    .where('session_id', '=', toBytes(sessionId))
    .where('check_at', '=', dueAt)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

export const selectProviderSession = (db: Queries, sessionId: SessionId): Promise<ProviderSessionRow | undefined> =>
  db.selectFrom('provider_sessions').selectAll().where('session_id', '=', toBytes(sessionId)).executeTakeFirst()

export const selectSessionsOf = (db: Queries, userKey: number): Promise<ProviderSessionRow[]> =>
  db.selectFrom('provider_sessions').selectAll().where('user_key', '=', userKey).execute()

export const updateProviderSession = async (
  db: Queries,
  sessionId: SessionId,
  change: Partial<Pick<ProviderSessionRow, 'refresh_token' | 'failures' | 'check_at'>>,
): Promise<void> => {
  await db.updateTable('provider_sessions').set(change).where('session_id', '=', toBytes(sessionId)).execute()
}

export interface ReplacedToken {
  readonly from: Uint8Array
  readonly to: Uint8Array
}

/** Stores a new token, unless the row has another one by now. */
export const replaceToken = async (db: Queries, sessionId: SessionId, { from, to }: ReplacedToken): Promise<void> => {
  await db
    .updateTable('provider_sessions')
    .set({ refresh_token: to })
    .where('session_id', '=', toBytes(sessionId))
    .where('refresh_token', '=', from)
    .execute()
}

export const deleteProviderSession = async (db: Queries, sessionId: SessionId): Promise<void> => {
  await db.deleteFrom('provider_sessions').where('session_id', '=', toBytes(sessionId)).execute()
}

export const deleteSessionsOf = async (db: Queries, userKey: number): Promise<void> => {
  await db.deleteFrom('provider_sessions').where('user_key', '=', userKey).execute()
}
