import { fitPicture, type PictureSize } from '@parley/protocol/fit-picture'
import { limits } from '@parley/protocol/limits'
import { rgbaToThumbHash } from 'thumbhash'
import { isCostly, type PictureRefusal, refusalOf } from './examine'
import { firstFrame } from './first-frame'
import { pngOrientation, turned } from './png-orientation'
import { pixelsOf } from './png-pixels'
import { withoutLargeProfile } from './web-p'

/** One size of a picture. */
export interface StoredSize extends PictureSize {
  readonly bytes: Uint8Array
}

/** A picture re-encoded from its pixels. */
export interface Picture {
  /** Smallest first. */
  readonly sizes: readonly StoredSize[]
  /** In Base64. */
  readonly thumbhash: string
}

export interface PictureOptions {
  readonly use: PictureUse
  /** A picture that takes more work is not made; by default any that is accepted is. */
  readonly mostWork?: number | undefined
}

export type PictureUse = keyof typeof sidesOf

/** A picture, or why there is none. */
export type Made =
  | { readonly picture: Picture }
  /** It takes more work than its job allows. */
  | { readonly isCostly: true }
  | { readonly refused: PictureRefusal; readonly sentence?: string | undefined }

/** Permitted formats; other formats that can be decoded are refused. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif'])
const sidesOf = {
  message: [limits.pictureSmallPx, limits.pictureLargePx],
  avatar: [limits.avatarSmallPx, limits.avatarMediumPx, limits.avatarLargePx],
} as const
const QUALITY = 80
/** A ThumbHash takes at most 100 pixels a side, and looks no better for having more. */
const HASHED_SIDE = 64

/**
 * Examines a file, decodes it and re-encodes it in each size, without any other content of the file. Run this in a
 * process of its own: a hostile file can cost any amount of decoding.
 */
export const makePicture = async (
  bytes: Uint8Array<ArrayBuffer>,
  { use, mostWork = Number.POSITIVE_INFINITY }: PictureOptions,
): Promise<Made> => {
  if (isCostly(bytes, mostWork)) return { isCostly: true }
  const refused = refusalOf(bytes)
  if (refused) return { refused }
  const file = firstFrame(bytes)
  const orientation = pngOrientation(file)
  try {
    const { format, ...size } = await open(file).metadata()
    // From 5 on, a picture lies on its side.
    const { width, height } = orientation < 5 ? size : { width: size.height, height: size.width }
    if (!formats.has(format)) return { refused: 'media_unsupported' }
    if (use === 'avatar' && width !== height)
      return { refused: 'media_unsupported', sentence: 'An avatar is a square: cut the picture first.' }
    const [largest = 0, ...smaller] = sidesOf[use].toReversed()
    const large = await resized(turned(open(file), orientation), { width, height }, largest)
    const sizes = [large]
    // Small ones are made from the large one: decoding the file again would cost more than it gains.
    for (const side of smaller) sizes.unshift(await resized(new Bun.Image(large.bytes), large, side))
    // The smallest one has pixels enough, and is decoded fastest.
    return { picture: { sizes, thumbhash: await thumbhashOf(sizes[0] ?? large) } }
  } catch (error) {
    return { refused: refusalBy(error) }
  }
}

const open = (bytes: Uint8Array<ArrayBuffer>) => new Bun.Image(bytes, { maxPixels: limits.picturePixels })

const resized = async (image: Bun.Image, size: PictureSize, side: number): Promise<StoredSize> => {
  const { width, height } = fitPicture(size, side)
  const bytes = await image.resize(width, height).webp({ quality: QUALITY }).bytes()
  return { width, height, bytes: withoutLargeProfile(bytes) }
}

const thumbhashOf = async ({ bytes, width, height }: StoredSize): Promise<string> => {
  const scale = HASHED_SIDE / Math.max(width, height)
  const small = Math.max(1, Math.round(width * scale))
  const low = Math.max(1, Math.round(height * scale))
  const png = await new Bun.Image(bytes).resize(small, low).png().bytes()
  return Buffer.from(rgbaToThumbHash(small, low, pixelsOf(png))).toString('base64')
}

/** @throws what is no fault of the file */
const refusalBy = (error: unknown): PictureRefusal => {
  switch ((error as { code?: string }).code) {
    case 'ERR_IMAGE_TOO_MANY_PIXELS':
      return 'media_too_many_pixels'
    case 'ERR_IMAGE_UNKNOWN_FORMAT':
    case 'ERR_IMAGE_FORMAT_UNSUPPORTED':
    case 'ERR_IMAGE_DECODE_FAILED':
      return 'media_unsupported'
    default:
      throw error
  }
}
