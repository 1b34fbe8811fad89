import type { Friend, UserId } from '@parley/protocol'
import type { Insertable, Selectable } from 'kysely'
import { readingsField, storedReadings } from '../lib/pinyin'
import type { PairRow } from '../storage/append/pair-standing'
import type { Queries } from '../storage/database'
import { prepared } from '../storage/queries/prepared'
import type { Schema } from '../storage/schema'

export type FriendRow = Selectable<Schema['friends']>

/** The rows that two people may have of each other. */
export const selectSides = (db: Queries, one: number, another: number): Promise<FriendRow[]> =>
  db
    .selectFrom('friends')
    .selectAll()
    .where('owner_key', 'in', [one, another])
    .where('peer_key', 'in', [one, another])
    .execute()

/** The rows between one person and each of others, in both directions. */
export const selectAround = async (
  db: Queries,
  userKey: number,
  peerKeys: readonly number[],
): Promise<(PairRow & Pick<FriendRow, 'peer_key'>)[]> => {
  if (peerKeys.length === 0) return []
  const rows = db.selectFrom('friends').select(['owner_key', 'peer_key', 'state', 'blocked_at'])
  const own = await rows.where('owner_key', '=', userKey).where('peer_key', 'in', peerKeys).execute()
  const others = await rows.where('peer_key', '=', userKey).where('owner_key', 'in', peerKeys).execute()
  return [...own, ...others]
}

/** Writes the relation of one user to another. */
export const putSide = async (db: Queries, row: Insertable<Schema['friends']>): Promise<void> => {
  const { owner_key: _owner, peer_key: _peer, ...side } = row
  await db
    .insertInto('friends')
    .values(row)
    .onConflict((conflict) => conflict.columns(['owner_key', 'peer_key']).doUpdateSet(side))
    .execute()
}

const changed = prepared((db: Queries, { userKey, since }: { userKey: number; since: number }) =>
  db
    .selectFrom('friends')
    .innerJoin('users', 'users.key', 'friends.peer_key')
    .selectAll('friends')
    .select('users.id as peer_id')
    .where('friends.owner_key', '=', userKey)
    .where('friends.rev', '>', since),
)

/** A user's rows that changed after a rev. */
export const selectChanged = (db: Queries, userKey: number, since: number) => changed(db, { userKey, since })

/** The wire's row. */
export const toFriend = (row: Omit<FriendRow, 'owner_key' | 'peer_key'>, userId: UserId): Friend => ({
  userId,
  rev: row.rev,
  state: row.state,
  ...(row.remark === null ? {} : { remark: row.remark }),
  ...readingsField('remarkPinyin', row.remark_pinyin),
  ...(row.note === null ? {} : { note: row.note }),
  ...(row.blocked_at === null ? {} : { blockedAt: row.blocked_at }),
  ...(row.since === null ? {} : { since: row.since }),
})

/** Completes remarks that have no readings yet. Returns how many. */
export const readRemarks = async (db: Queries, limit: number): Promise<number> => {
  const rows = await db
    .selectFrom('friends')
    .select(['owner_key', 'peer_key', 'remark'])
    .where('remark', 'is not', null)
    .where('remark_pinyin', 'is', null)
    .limit(limit)
    .execute()
  for (const { owner_key, peer_key, remark } of rows)
    await db
      .updateTable('friends')
      .set({ remark_pinyin: await storedReadings(remark ?? '') })
      .where('owner_key', '=', owner_key)
      .where('peer_key', '=', peer_key)
      // Not one that changed or was erased since: this waits for the row, and looks again.
      .where('remark', '=', remark)
      .where('remark_pinyin', 'is', null)
      .execute()
  return rows.length
}
