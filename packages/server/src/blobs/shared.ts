import { newSecret } from '../lib/secret'
import { DataDirectoryError } from '../storage/data-directory'
import type { Database } from '../storage/database'
import { getMeta, lockMeta } from '../storage/meta'
import type { Blobs } from './blobs'

const META = 'blobs_mark'

/**
 * Nodes of one installation must find each other's files: the database knows a mark, and the place that counts carries it. The
 * first node marks its place before it tells the database, so a mark in the database is always in one place.
 * @throws {DataDirectoryError} when it is not the place that the others use
 */
export const requireShared = async (blobs: Blobs, database: Pick<Database, 'read' | 'write'>): Promise<void> => {
  const known = (await database.read((db) => getMeta(db, META))) ?? (await markFirst(blobs, database))
  if (!(await blobs.marks()).includes(known)) throw notShared(blobs)
}

/**
 * Whether the place carries the mark of the database. False where there is no mark, because nodes have never shared files.
 * @throws {DataDirectoryError} when it is not the place that the nodes use
 */
export const isMarked = async (blobs: Blobs, database: Pick<Database, 'read'>): Promise<boolean> => {
  const known = await database.read((db) => getMeta(db, META))
  if (known !== undefined && !(await blobs.marks()).includes(known)) throw notShared(blobs)
  return known !== undefined
}

const notShared = ({ place }: Blobs): DataDirectoryError =>
  new DataDirectoryError(
    `${place} is not where the other nodes of this database store files: set PARLEY_BLOBS_URL on all nodes to one place that each of them can reach, such as file:///srv/parley/blobs.`,
  )

/** Of two nodes that start at once, one tells the database its mark, and the mark of the other one stays without a meaning. */
const markFirst = async (blobs: Blobs, database: Pick<Database, 'write'>): Promise<string> => {
  const mark = newSecret(16)
  await blobs.addMark(mark)
  return database.write(({ db }) => lockMeta(db, META, mark))
}
