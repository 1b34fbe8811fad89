import { limits } from '@parley/protocol/limits'
import { readPictureFile } from '@parley/protocol/picture-file'

/** Larger files are made anew anyway. */
const mostBytes = 3 * limits.mediaBytes

/**
 * A picture's file without what follows the picture. Phones append films and brightness maps there, and servers refuse them.
 * A file of another structure stays as it is.
 */
export const withoutTail = async (file: Blob): Promise<Blob> => {
  if (file.size > mostBytes) return file
  const found = readPictureFile(new Uint8Array(await file.arrayBuffer()))
  return found && found.end < file.size ? file.slice(0, found.end, file.type) : file
}
