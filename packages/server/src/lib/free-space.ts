import { statfs } from 'node:fs/promises'
import { fail } from './fail'

/** The free space to keep on a disk. */
export interface FreeSpace {
  /** At most this much. */
  readonly bytes: number
  /** Of all there is, where that is less. */
  readonly share: number
  /** Of the number of files; by default `share`. */
  readonly fileShare?: number
}

/** Uploads leave this much to the database, because a full disk stops all sends. */
const KEPT_FREE: FreeSpace = { bytes: 1024 ** 3, share: 0.05 }

/** As many bytes as an operator chose, and as many files as usual. */
export const keptFreeOf = (bytes: number): FreeSpace => ({ bytes, share: 1, fileShare: KEPT_FREE.share })

/** Bytes that are written between two looks at the free space. */
const LOOK_BYTES = 1024 * 1024

/**
 * Asks before files are written to the disk of a directory.
 * @throws Failure with `unavailable` when the disk is nearly full
 */
export const requireFreeSpace = async (
  directory: string,
  { bytes, share, fileShare = share } = KEPT_FREE,
): Promise<void> => {
  const { bavail, blocks, bsize, ffree, files } = await statfs(directory)
  const hasRoom = bavail * bsize >= Math.min(bytes, share * blocks * bsize)
  // Some file systems know no number.
  if (hasRoom && ffree >= fileShare * files) return
  throw fail('unavailable', {
    message: 'The disk of the server is nearly full. Nothing was stored.',
    cause: new Error(`${directory} has only ${Math.floor((bavail * bsize) / 1024 ** 2)} MiB or ${ffree} files left`),
  })
}

/**
 * The same bytes, as long as the disk has room. Many uploads at once could fill it after each of them has begun, so the
 * free space is looked at again and again.
 * @throws Failure with `unavailable` when the disk is nearly full
 */
export async function* whileFree(
  bytes: AsyncIterable<Uint8Array>,
  require: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  let written = 0
  for await (const chunk of bytes) {
    written += chunk.byteLength
    if (written >= LOOK_BYTES) {
      await require()
      written = 0
    }
    yield chunk
  }
}
