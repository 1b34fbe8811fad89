/** Uploads that reports hold. */
import { newUuidV7 } from '@parley/protocol'
import { sql } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
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

/**
 * Gives held uploads that are being released another row, under an id that no user knows. Their holders then hold this one, and the
 * upload goes like all others.
 */
export const moveHolds = async (db: Queries, releasedKeys: readonly number[], nowMs: number): Promise<void> => {
  const held = await selectHeld(db, releasedKeys)
  if (held.size === 0) return
  const rows = await db
    .selectFrom('media')
    .selectAll()
    .where('key', 'in', [...held])
    .orderBy('key')
    .execute()
  for (const { key, id, ...row } of rows) {
    const copy = { id: toBytes(newUuidV7(nowMs)), copy_of: id, copied: 0, chat_key: null, message_id: null }
    const { key: copyKey } = await db
      .insertInto('media')
      .values({ ...row, ...copy, released_at: nowMs, stored_bytes: 0 })
      .returning('key')
      .executeTakeFirstOrThrow()
    await db.updateTable('media_holds').set({ media_key: copyKey }).where('media_key', '=', key).execute()
  }
}

/** The outcome of moving the bytes of a held upload. */
export type CopyState = 'copied' | 'lost'

const copyStates: Record<CopyState, number> = { copied: 1, lost: 2 }

/** Whether the bytes of a held upload are lost. */
export const isLost = ({ copied }: Pick<MediaRow, 'copied'>): boolean => copied === copyStates.lost

/** Held uploads whose bytes still lie under the ids that messages named, of those ids or of all. */
export const selectUncopied = (
  db: Queries,
  { of, after = 0, limit }: { readonly of?: StoredId; readonly after?: number; readonly limit: number },
): Promise<MediaRow[]> => {
  const uncopied = db.selectFrom('media').selectAll().where('copied', '=', sql.lit(0)).where('key', '>', after)
  return (of === undefined ? uncopied : uncopied.where('copy_of', '=', of)).orderBy('key').limit(limit).execute()
}

export const noteCopied = async (db: Queries, key: number, state: CopyState): Promise<void> => {
  await db.updateTable('media').set({ copied: copyStates[state] }).where('key', '=', key).execute()
}

export const deleteHolds = async (db: Queries, holders: readonly StoredId[]): Promise<void> => {
  if (holders.length > 0) await db.deleteFrom('media_holds').where('holder', 'in', holders).execute()
}
