/** Uploads that reports hold. */
import type { StoredId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { MediaRow } from './store'

export const insertHolds = async (
  db: Queries,
  { holder, mediaKeys }: { readonly holder: Uint8Array; readonly mediaKeys: readonly number[] },
): Promise<void> => {
  if (mediaKeys.length === 0) return
  await db
    .insertInto('media_holds')
    .values(mediaKeys.map((mediaKey) => ({ media_key: mediaKey, holder })))
    .onConflict((conflict) => conflict.columns(['media_key', 'holder']).doNothing())
    .execute()
}

/** The held uploads of one holder, also released ones. */
export const selectHeldBy = async (db: Queries, holder: Uint8Array): Promise<MediaRow[]> => {
  const rows = await db
    .selectFrom('media_holds')
    .innerJoin('media', 'media.key', 'media_holds.media_key')
    .selectAll('media')
    .where('media_holds.holder', '=', holder)
    .where('media.ready_at', 'is not', null)
    .execute()
  return rows.sort((a, b) => a.key - b.key)
}

/** Those of some uploads that are held. */
export const selectHeld = async (db: Queries, keys: readonly number[]): Promise<ReadonlySet<number>> => {
  if (keys.length === 0) return new Set()
  const rows = await db
    .selectFrom('media_holds')
    .select('media_key')
    .distinct()
    .where('media_key', 'in', keys)
    .execute()
  return new Set(rows.map(({ media_key }) => media_key))
}

export const deleteHolds = async (db: Queries, holders: readonly StoredId[]): Promise<void> => {
  if (holders.length > 0) await db.deleteFrom('media_holds').where('holder', 'in', holders).execute()
}
