import { statfs } from 'node:fs/promises'
import { fail } from './fail'

/** What is kept free on a disk. */
export interface FreeSpace {
  /** At most this much. */
  readonly bytes: number
  /** Of all there is, where that is less; of the number of files, too. */
  readonly share: number
}

/** Uploads leave this much to the database, because with a full disk nobody can send. */
const KEPT_FREE: FreeSpace = { bytes: 1024 ** 3, share: 0.05 }

/**
 * Asks before files are written to the disk of a directory.
 * @throws Failure with `unavailable` when the disk is nearly full
 */
export const requireFreeSpace = async (directory: string, { bytes, share } = KEPT_FREE): Promise<void> => {
  const { bavail, blocks, bsize, ffree, files } = await statfs(directory)
  const hasRoom = bavail * bsize >= Math.min(bytes, share * blocks * bsize)
  // Some file systems know no number.
  if (hasRoom && ffree >= share * files) return
  throw fail('unavailable', {
    message: 'The disk of the server is nearly full. Nothing was stored.',
    cause: new Error(`${directory} has only ${Math.floor((bavail * bsize) / 1024 ** 2)} MiB or ${ffree} files left`),
  })
}
