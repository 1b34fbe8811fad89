import type { UserId } from '@parley/protocol'
import { type Selectable, sql } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import { keyLookup } from '../storage/lookups'
import type { Schema } from '../storage/schema'

const columns = [
  ...(['key', 'id', 'status', 'status_text', 'status_until'] as const),
  ...(['seen_at', 'seen_by', 'disabled_at'] as const),
] as const
/** How somebody wants to be shown, and to whom. */
export type SubjectRow = Pick<Selectable<Schema['users']>, (typeof columns)[number]>

const byIds = keyLookup<StoredId, SubjectRow>({
  type: 'uuid',
  find: (db, isKey) => db.selectFrom('users').select(columns).where(isKey('id')),
  keyOf: ({ id }) => id,
})

export const selectSubjects = (db: Queries, userIds: readonly UserId[]): Promise<SubjectRow[]> =>
  byIds(db, userIds.map(toBytes))

export const selectSubject = async (db: Queries, userId: UserId): Promise<SubjectRow | undefined> =>
  (await selectSubjects(db, [userId]))[0]

/** How these people stand to those others: what the former hold of the latter. */
export const selectHolds = (db: Queries, ownerKeys: readonly number[], peerKeys: readonly number[]) =>
  db
    .selectFrom('friends')
    .select(['owner_key', 'peer_key', 'state', 'blocked_at'])
    .where('owner_key', 'in', ownerKeys)
    .where('peer_key', 'in', peerKeys)
    .execute()

/** When some people, who are locked, were last seen; never earlier than is known. */
export const updateSeen = async (
  { db }: Transaction,
  seen: readonly { readonly key: number; readonly at: number }[],
): Promise<void> => {
  const pairs = seen.map(({ key, at }) => sql`(cast(${key} as bigint), cast(${at} as bigint))`)
  // SQLite and PostgreSQL both call the columns of such rows column1 and column2.
  await sql`
    update users set seen_at = seen.column2 from (values ${sql.join(pairs)}) as seen
    where users.key = seen.column1 and (seen_at is null or seen_at < seen.column2)`.execute(db)
}
