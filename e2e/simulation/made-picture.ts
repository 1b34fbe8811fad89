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

/** The bytes of one size of a picture: each differs from all others. */
export const bytesOf = (id: string, side: number): Uint8Array =>
  new TextEncoder().encode(`${id} ${side}`.padEnd(side / 8))

/**
 * What would be made of a file that arrived for an announced picture. No file is looked at: the processes that do that have no
 * place in a run that repeats.
 * @throws Failure with `not_found`, `invalid_params`
 */
export const madePicture = async (
  { pictures: { media } }: Pick<Core, 'pictures'>,
  { caller, id, size }: UploadedFile,
): Promise<MadePicture> => {
  const row = await media.announced(caller, id)
  if (row.sent_size !== size) throw fail('invalid_params', { field: 'size' })
  const hash = new Bun.CryptoHasher('sha256').update(`${id} ${size}`).digest()
  const sizes = sides.map((side) => ({ width: side, height: side, bytes: bytesOf(id, side) }))
  return { key: row.key, id, hash, picture: { sizes, thumbhash: '' } }
}
