import type { UserId } from '@parley/protocol'
import type { Selectable } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { keyLookup } from '../storage/queries/lookups'
import type { Schema } from '../storage/schema'

const columns = [
  ...(['key', 'id', 'status', 'status_text', 'status_until'] as const),
  ...(['seen_at', 'seen_by', 'disabled_at'] as const),
] as const
/** A user's presence settings and privacy. */
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

/** The relations of some users to others, from the rows of the former. */
export const selectHolds = (db: Queries, ownerKeys: readonly number[], peerKeys: readonly number[]) =>
  db
    .selectFrom('friends')
    .select(['owner_key', 'peer_key', 'state', 'blocked_at'])
    .where('owner_key', 'in', ownerKeys)
    .where('peer_key', 'in', peerKeys)
    .execute()
