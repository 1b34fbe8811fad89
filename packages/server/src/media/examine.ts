import { limits } from '@parley/protocol/limits'
import { type PictureFile, readPictureFile } from '@parley/protocol/picture-file'
import { isPolyglot } from './polyglots'

export type PictureRefusal = 'media_unsupported' | 'media_too_many_pixels' | 'media_too_costly' | 'media_trailing_bytes'

/** The most that decoding a file may cost, in pixels that one scan of a JPEG goes over: about a second and a half. */
const MOST_WORK = 1_000_000_000
/** More than any encoder makes, whatever the size. */
const MOST_SCANS = 64
/**
 * The minimum cost of a pixel, in scans of a JPEG. A PNG of other than 8 bits per channel takes a slow path of the
 * decoder.
 */
const COST = { plain: 12, slow: 28 } as const

/** Why a file is refused before it is decoded; undefined when it isn't. Takes time linear to its length. */
export const refusalOf = (bytes: Uint8Array): PictureRefusal | undefined => {
  const file = readPictureFile(bytes)
  if (!file) return 'media_unsupported'
  const pixels = file.width * file.height
  if (pixels > limits.picturePixels) return 'media_too_many_pixels'
  if (file.scans > MOST_SCANS || pixels * passesOf(file) > MOST_WORK) return 'media_too_costly'
  if (isPolyglot(bytes)) return 'media_unsupported'
  return file.end < bytes.length ? 'media_trailing_bytes' : undefined
}

/** Whether a file is accepted by its cost, and takes more than so much work. The unit is that of `MOST_WORK`. */
export const isCostly = (bytes: Uint8Array, mostWork: number): boolean => {
  const file = readPictureFile(bytes)
  if (!file || file.width * file.height > limits.picturePixels) return false
  const work = file.width * file.height * passesOf(file)
  return work > mostWork && work <= MOST_WORK
}

const passesOf = ({ scans, depth }: PictureFile): number => Math.max(scans, depth === 8 ? COST.plain : COST.slow)
