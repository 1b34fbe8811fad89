import { newSecret } from '../lib/secret'
import { DataDirectoryError } from '../storage/data-directory'
import type { Database } from '../storage/database'
import { lockMeta } from '../storage/meta'
import type { Blobs } from './blobs'

/**
 * Nodes of one installation must find each other's pictures: a place gets a mark when it is first used, and the database knows
 * the mark of the one place that counts.
 * @throws {DataDirectoryError} when it is not the place that the others use
 */
export const requireShared = async (blobs: Blobs, database: Pick<Database, 'write'>): Promise<void> => {
  const mark = await blobs.mark(newSecret(16))
  if ((await database.write(({ db }) => lockMeta(db, 'blobs_mark', mark))) === mark) return
  throw new DataDirectoryError(
    `${blobs.place} is not where the other nodes of this database keep pictures: set PARLEY_BLOBS_URL of all of them to one directory that each of them sees, such as file:///srv/parley/blobs.`,
  )
}
