/** Which uploads wait for the scanner. */
import type { Queries } from '../storage/database'
import { countedBytes } from '../usage/counted-bytes'
import type { MediaRow } from './store'

/** The first upload that is due of the next account after `after`, in the order of the accounts' keys. */
export const selectNextScan = (
  db: Queries,
  { after, without, nowMs }: { after: number; without: readonly number[]; nowMs: number },
): Promise<Pick<MediaRow, 'key' | 'owner_key'> | undefined> =>
  db
    .selectFrom('media')
    .select(['key', 'owner_key'])
    .where('owner_key', '>', after)
    .where('scan_due', '<=', nowMs)
    .$if(without.length > 0, (query) => query.where('owner_key', 'not in', without))
    .orderBy('owner_key')
    .orderBy('scan_due')
    .limit(1)
    .executeTakeFirst()

/** Takes an upload that is due, so that no other node requests a verdict before `until`. */
export const claimScan = (
  db: Queries,
  { key, nowMs, until }: { key: number; nowMs: number; until: number },
): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({ scan_due: until })
    .where('key', '=', key)
    .where('scan', '=', 'checking')
    .where('scan_due', '<=', nowMs)
    .returningAll()
    .executeTakeFirst()

/** Lets a node ask again from a time on. */
export const putScanDue = async (db: Queries, key: number, due: number): Promise<void> => {
  await db.updateTable('media').set({ scan_due: due }).where('key', '=', key).where('scan', '=', 'checking').execute()
}

/** Makes every waiting upload due at once: for the only node, whose earlier process may have taken some. */
export const releaseScans = async (db: Queries, nowMs: number): Promise<void> => {
  await db.updateTable('media').set({ scan_due: nowMs }).where('scan_due', 'is not', null).execute()
}

/**
 * Notes what came of the check of an upload; undefined when that is known already. A refused one names no bytes any more. Its row
 * counts, so that the number of rows has a bound.
 */
export const putVerdict = (
  db: Queries,
  { key, scan }: { key: number; scan: 'clean' | 'refused' | 'unchecked' },
): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({
      scan,
      scan_due: null,
      scan_since: null,
      ...(scan === 'refused' && { version: null, sizes: null, stored_bytes: countedBytes(0) }),
    })
    .where('key', '=', key)
    .where('scan', '=', 'checking')
    .returningAll()
    .executeTakeFirst()

/** Has an upload that could not be checked in time checked once more. */
export const checkAgain = async (db: Queries, key: number, nowMs: number): Promise<void> => {
  await db
    .updateTable('media')
    .set({ scan: 'checking', scan_due: nowMs, scan_since: nowMs })
    .where('key', '=', key)
    .where('scan', '=', 'unchecked')
    .execute()
}
