import { limits } from '@parley/protocol'
import { fitPicture, type PictureSize } from '@parley/protocol/fit-picture'
import { rgbaToThumbHash } from 'thumbhash'
import { fail } from '../lib/fail'
import { pixelsOf } from './png-pixels'
import { withoutLargeProfile } from './web-p'

/** One size of a picture. */
export interface StoredSize extends PictureSize {
  readonly bytes: Uint8Array
}

/** A picture made anew from its pixels. */
export interface Picture {
  /** Smallest first. */
  readonly sizes: readonly StoredSize[]
  /** In Base64. */
  readonly thumbhash: string
}

/** What people may send; whatever else can be decoded is refused. */
const formats = new Set(['jpeg', 'png', 'webp', 'gif'])
const sidesOf = {
  message: [limits.pictureSmallPx, limits.pictureLargePx],
  avatar: [limits.avatarSmallPx, limits.avatarMediumPx, limits.avatarLargePx],
} as const
const QUALITY = 80
/** A ThumbHash takes at most 100 pixels a side, and looks no better for having more. */
const HASHED_SIDE = 64

/**
 * Decodes a picture and makes it anew in each size, without anything that its file held beside what is seen. Everything that
 * costs time runs on threads of the runtime. Pictures wait for each other: one can take 200 MB while it is decoded.
 */
export class Pictures {
  private last: Promise<unknown> = Promise.resolve()
  private waiting = 0

  /** Pictures that wait, and the one that is made. */
  get queueLength(): number {
    return this.waiting
  }

  /**
   * @param path of the file
   * @throws Failure with `media_unsupported`, `media_too_many_pixels`
   */
  make(path: string, use: keyof typeof sidesOf): Promise<Picture> {
    this.waiting++
    const made = this.last.then(() => make(path, use)).finally(() => this.waiting--)
    this.last = made.catch(() => {})
    return made
  }
}

const make = async (path: string, use: keyof typeof sidesOf): Promise<Picture> => {
  try {
    // Read from the header alone: a small file may claim a huge picture.
    const { format, width, height } = await open(path).metadata()
    if (!formats.has(format)) throw fail('media_unsupported')
    if (use === 'avatar' && width !== height)
      throw fail('media_unsupported', { message: 'An avatar is a square: cut the picture first.' })
    const [largest = 0, ...smaller] = sidesOf[use].toReversed()
    const large = await resized(open(path), { width, height }, largest)
    const sizes = [large]
    // Small ones are made from the large one: decoding the file again would cost more than it gains.
    for (const side of smaller) sizes.unshift(await resized(new Bun.Image(large.bytes), large, side))
    return { sizes, thumbhash: await thumbhashOf(large) }
  } catch (error) {
    throw refusal(error)
  }
}

const open = (source: string | Uint8Array<ArrayBuffer>) => new Bun.Image(source, { maxPixels: limits.picturePixels })

const resized = async (image: Bun.Image, size: PictureSize, side: number): Promise<StoredSize> => {
  const { width, height } = fitPicture(size, side)
  const bytes = await image.resize(width, height).webp({ quality: QUALITY }).bytes()
  return { width, height, bytes: withoutLargeProfile(bytes) }
}

const thumbhashOf = async ({ bytes, width, height }: StoredSize): Promise<string> => {
  const scale = HASHED_SIDE / Math.max(width, height)
  const [small, low] = [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
  const png = await new Bun.Image(bytes).resize(small, low).png().bytes()
  return Buffer.from(rgbaToThumbHash(small, low, pixelsOf(png))).toString('base64')
}

const refusal = (error: unknown): unknown => {
  switch ((error as { code?: string }).code) {
    case 'ERR_IMAGE_TOO_MANY_PIXELS':
      return fail('media_too_many_pixels')
    case 'ERR_IMAGE_UNKNOWN_FORMAT':
    case 'ERR_IMAGE_FORMAT_UNSUPPORTED':
    case 'ERR_IMAGE_DECODE_FAILED':
      return fail('media_unsupported')
    default:
      return error
  }
}
