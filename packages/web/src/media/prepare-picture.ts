import { limits } from '@parley/protocol/limits'
import { cleanLine } from '../clean-line'
import { withoutTail } from './without-tail'

/** A file that can be sent as it is. */
export interface PreparedPicture {
  readonly bytes: Blob
  readonly name: string
  readonly width: number
  readonly height: number
  /** Shows it, until it is revoked. */
  readonly url: string
}

/** Why a file cannot be sent. */
export type Unfit = 'empty' | 'unsupported'

/** What the server takes as it is. */
const heads: readonly (readonly number[])[] = [
  [0xff, 0xd8, 0xff],
  [0x89, 0x50, 0x4e, 0x47],
  [0x47, 0x49, 0x46, 0x38],
]
const riffWebp = /^RIFF....WEBP/s
/** A picture that is too large for the server is made this large. */
const mostSide = 4096

const isKnown = async (file: Blob): Promise<boolean> => {
  const start = new Uint8Array(await file.slice(0, 12).arrayBuffer())
  return (
    heads.some((head) => head.every((byte, at) => start[at] === byte)) || riffWebp.test(String.fromCharCode(...start))
  )
}

/** As it is seen: turned as it was held. */
const measure = (url: string): Promise<{ width: number; height: number } | undefined> =>
  new Promise((resolve) => {
    const image = new Image()
    image.onload = () => resolve({ width: image.naturalWidth, height: image.naturalHeight })
    image.onerror = () => resolve(undefined)
    image.src = url
  })

/** Decodes whatever this browser can (HEIC in some of them) and makes it a JPEG. */
const redraw = async (file: Blob): Promise<Blob | undefined> => {
  const picture = await createImageBitmap(file).catch(() => undefined)
  if (!picture) return undefined
  const scale = Math.min(1, mostSide / Math.max(picture.width, picture.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(picture.width * scale))
  canvas.height = Math.max(1, Math.round(picture.height * scale))
  const context = canvas.getContext('2d')
  if (!context) return undefined
  context.fillStyle = '#fff'
  context.fillRect(0, 0, canvas.width, canvas.height)
  context.drawImage(picture, 0, 0, canvas.width, canvas.height)
  picture.close()
  return new Promise((resolve) => canvas.toBlob((blob) => resolve(blob ?? undefined), 'image/jpeg', 0.92))
}

/** A file's name as one line that shows something. */
export const cleanName = (name: string): string => {
  const short = cleanLine(name).slice(-limits.mediaNameMaxChars)
  return cleanLine(short) || 'picture'
}

/** Makes a file ready to be sent; says why one cannot be. */
export const preparePicture = async (file: File): Promise<PreparedPicture | Unfit> => {
  if (file.size === 0) return 'empty'
  const known = (await isKnown(file)) ? await withoutTail(file) : undefined
  const first = known && (await measured(known))
  const fits = first && known.size <= limits.mediaBytes && first.width * first.height <= limits.picturePixels
  if (fits) return { ...first, bytes: new Blob([known], { type: file.type }), name: cleanName(file.name) }
  if (first) URL.revokeObjectURL(first.url)
  const bytes = await redraw(file)
  const again = bytes && (await measured(bytes))
  return again ? { ...again, bytes, name: `${cleanName(file.name).replace(/\.\w{1,5}$/, '')}.jpg` } : 'unsupported'
}

const measured = async (file: Blob) => {
  const url = URL.createObjectURL(file)
  const size = await measure(url)
  if (size && size.width > 0 && size.height > 0) return { ...size, url }
  URL.revokeObjectURL(url)
  return undefined
}
