import type { UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries, Transaction } from '../storage/database'
import { prepared } from '../storage/prepared'
import type { Schema } from '../storage/schema'

const columns = [
  ...(['key', 'id', 'status', 'status_text', 'status_until'] as const),
  ...(['seen_at', 'seen_by', 'disabled_at'] as const),
] as const
/** How somebody wants to be shown, and to whom. */
export type SubjectRow = Pick<Selectable<Schema['users']>, (typeof columns)[number]>

const byId = prepared((db: Queries, { id }: { id: Uint8Array }) =>
  db.selectFrom('users').select(columns).where('id', '=', id),
)

export const selectSubject = async (db: Queries, userId: UserId): Promise<SubjectRow | undefined> =>
  (await byId(db, { id: toBytes(userId) }))[0]

export const selectSubjects = (db: Queries, userIds: readonly UserId[]): Promise<SubjectRow[]> =>
  db.selectFrom('users').select(columns).where('id', 'in', userIds.map(toBytes)).execute()

/** How these people stand to those others: what the former hold of the latter. */
export const selectHolds = (db: Queries, ownerKeys: readonly number[], peerKeys: readonly number[]) =>
  db
    .selectFrom('friends')
    .select(['owner_key', 'peer_key', 'state', 'blocked_at'])
    .where('owner_key', 'in', ownerKeys)
    .where('peer_key', 'in', peerKeys)
    .execute()

/** When somebody, who is locked, was last seen; never earlier than is known. */
export const updateSeen = async (tx: Transaction, { key, seenAt }: { key: number; seenAt: number }): Promise<void> => {
  await tx.db
    .updateTable('users')
    .set({ seen_at: seenAt })
    .where('key', '=', key)
    .where(({ eb, or }) => or([eb('seen_at', 'is', null), eb('seen_at', '<', seenAt)]))
    .execute()
}
