import type { MediaId } from '@parley/protocol'
import type { Core } from '@parley/server/src/core'
import type { Caller } from '@parley/server/src/lib/caller'
import { fail } from '@parley/server/src/lib/fail'
import type { MadePicture } from '@parley/server/src/media/uploads'

export interface UploadedFile {
  readonly caller: Caller
  readonly id: MediaId
  readonly size: number
}

const sides = [320, 1280]

/** The bytes of one size of a picture. They differ from those of all others. */
export const bytesOf = (id: string, side: number): Uint8Array =>
  new TextEncoder().encode(`${id} ${side}`.padEnd(side / 8))

/**
 * Returns the result of processing an uploaded picture, without looking at the file. The child processes for real
 * pictures would make runs unrepeatable.
 * @throws Failure with `not_found`, `invalid_params`
 */
export const simulatePicture = async (
  { media: { media } }: Pick<Core, 'media'>,
  { caller, id, size }: UploadedFile,
): Promise<MadePicture> => {
  const row = await media.announced(caller, id)
  if (row.sent_size !== size) throw fail('invalid_params', { field: 'size' })
  const hash = new Bun.CryptoHasher('sha256').update(`${id} ${size}`).digest()
  const sizes = sides.map((side) => ({ width: side, height: side, bytes: bytesOf(id, side) }))
  return { key: row.key, id, hash, picture: { sizes, thumbhash: '' } }
}
