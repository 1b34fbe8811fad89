import type { Queries } from '../storage/database'
import { moveHolds } from './holds-store'
import { isUnshown } from './uses-store'

/** Releases uploads of a user that nothing shows; returns how many. */
export const releaseUnsent = async (
  db: Queries,
  { ownerKey, nowMs, limit }: { readonly ownerKey: number; readonly nowMs: number; readonly limit: number },
): Promise<number> => {
  const released = await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('key', 'in', (media) =>
      media
        .selectFrom('media')
        .select('media.key')
        .where('media.owner_key', '=', ownerKey)
        .where('media.kept', '=', 0)
        .where('media.released_at', 'is', null)
        .where(isUnshown)
        // The order of the index by owner, so that the planner takes that one.
        .orderBy('media.stored_bytes')
        .limit(limit),
    )
    .returning('key')
    .execute()
  await moveHolds(
    db,
    released.map(({ key }) => key),
    nowMs,
  )
  return released.length
}

/** The keys of uploads that a chat shows. */
export const selectShownIn = async (db: Queries, chatKey: number, limit: number): Promise<number[]> => {
  const rows = await db
    .selectFrom('media_uses')
    .select('media_key')
    .distinct()
    .where('chat_key', '=', chatKey)
    .orderBy('media_key')
    .limit(limit)
    .execute()
  return rows.map(({ media_key }) => media_key)
}

export const deleteUsesIn = async (db: Queries, chatKey: number, keys: readonly number[]): Promise<void> => {
  if (keys.length > 0)
    await db.deleteFrom('media_uses').where('chat_key', '=', chatKey).where('media_key', 'in', keys).execute()
}
