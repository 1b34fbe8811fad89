import type { ServiceTokenId, Session, SessionId } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { keyLookup } from '../storage/queries/lookups'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

export type SessionRow = Selectable<Schema['sessions']>

/** A session in its pushed form; the response to the user's own list marks the `current` one. */
export const toSession = (row: SessionRow): Session => ({
  id: toId<SessionId>(row.id),
  device: row.device,
  ...(row.address === null ? {} : { address: row.address }),
  ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
  current: false,
  ...(row.revoked_at === null ? {} : { revokedAt: row.revoked_at }),
  rev: row.rev,
})

export const insertSession = (db: Queries, row: Insertable<Schema['sessions']>): Promise<SessionRow> =>
  db.insertInto('sessions').values(row).returningAll().executeTakeFirstOrThrow()

/** A session with the id of its user. */
export interface OwnedRow extends SessionRow {
  readonly user_id: StoredId
}

interface UsableRow extends OwnedRow {
  readonly user_disabled_at: number | null
}

const byTokenHash = keyLookup<Uint8Array, UsableRow>({
  type: 'bytea',
  find: (db, isKey) =>
    db
      .selectFrom('sessions')
      .innerJoin('users', 'users.key', 'sessions.user_key')
      .where(isKey('sessions.token_hash'))
      .selectAll('sessions')
      .select(['users.id as user_id', 'users.disabled_at as user_disabled_at']),
  keyOf: ({ token_hash }) => token_hash,
})
const byId = keyLookup<StoredId, SessionRow>({
  type: 'uuid',
  find: (db, isKey) => db.selectFrom('sessions').selectAll().where(isKey('id')),
  keyOf: ({ id }) => id,
})

/** A session by its token's hash, with what decides whether its user may use it. */
export const selectByTokenHash = async (db: Queries, tokenHash: Uint8Array) => (await byTokenHash(db, [tokenHash]))[0]

export const selectById = async (db: Queries, id: SessionId): Promise<SessionRow | undefined> =>
  (await byId(db, [toBytes(id)]))[0]

/** The addresses of sessions that were used since a time. */
export const selectAddresses = async (db: Queries, userKeys: readonly number[], sinceMs: number): Promise<string[]> => {
  if (userKeys.length === 0) return []
  const rows = await db
    .selectFrom('sessions')
    .select('address')
    .distinct()
    .where('user_key', 'in', userKeys)
    .where('revoked_at', 'is', null)
    .where('last_seen_at', '>=', sinceMs)
    .execute()
  return rows.flatMap(({ address }) => address ?? [])
}

const live = prepared((db: Queries, { userKey, sinceMs }: { userKey: number; sinceMs: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('revoked_at', 'is', null)
    .where('last_seen_at', '>=', sinceMs)
    .orderBy('last_seen_at', 'desc')
    .orderBy('key', 'desc'),
)

/** Sessions that were not revoked and were used since `sinceMs`, newest use first. */
export const selectLive = (db: Queries, userKey: number, sinceMs: number): Promise<SessionRow[]> =>
  live(db, { userKey, sinceMs })

/** Sessions that services made and nothing has revoked. */
export const selectOfServices = (
  db: Queries,
  { serviceIds, limit }: { serviceIds: readonly ServiceTokenId[]; limit: number },
): Promise<OwnedRow[]> =>
  db
    .selectFrom('sessions')
    .innerJoin('users', 'users.key', 'sessions.user_key')
    .where('service_id', 'in', serviceIds.map(toBytes))
    .where('revoked_at', 'is', null)
    .selectAll('sessions')
    .select('users.id as user_id')
    .limit(limit)
    .execute()

const changed = prepared((db: Queries, { userKey, sinceRev }: { userKey: number; sinceRev: number }) =>
  db
    .selectFrom('sessions')
    .selectAll()
    .where('user_key', '=', userKey)
    .where('rev', '>', sinceRev)
    .orderBy('rev')
    .orderBy('key'),
)

export const selectChanged = (db: Queries, userKey: number, sinceRev: number): Promise<SessionRow[]> =>
  changed(db, { userKey, sinceRev })

export const updateRevoked = (
  db: Queries,
  { keys, atMs, rev }: { keys: readonly number[]; atMs: number; rev: number },
): Promise<SessionRow[]> =>
  db
    .updateTable('sessions')
    .set({ revoked_at: atMs, rev })
    .where('key', 'in', keys)
    .where('revoked_at', 'is', null)
    .returningAll()
    .execute()

export const updateLastSeen = (
  db: Queries,
  { key, atMs, rev }: { key: number; atMs: number; rev: number },
): Promise<SessionRow | undefined> =>
  db.updateTable('sessions').set({ last_seen_at: atMs, rev }).where('key', '=', key).returningAll().executeTakeFirst()

export const deleteEnded = async (
  db: Queries,
  { before, unusedSince, limit }: { before: number; unusedSince: number; limit: number },
): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('key', 'in', (sessions) =>
      sessions
        .selectFrom('sessions')
        .select('key')
        .where((row) =>
          row.or([
            row('revoked_at', '<', before),
            row('last_seen_at', '<', unusedSince),
            row('expires_at', '<', before),
          ]),
        )
        .limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Deletes sessions of a user; returns how many. */
export const deleteOf = async (db: Queries, userKey: number, limit: number): Promise<number> => {
  const { numDeletedRows } = await db
    .deleteFrom('sessions')
    .where('key', 'in', (some) =>
      some.selectFrom('sessions').select('key').where('user_key', '=', userKey).limit(limit),
    )
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Whether a user is an administrator, in the transaction that signs them in. */
export const isAdmin = async (db: Queries, userKey: number): Promise<boolean> =>
  (await db.selectFrom('users').select('key').where('key', '=', userKey).where('admin', '=', 1).executeTakeFirst()) !==
  undefined
