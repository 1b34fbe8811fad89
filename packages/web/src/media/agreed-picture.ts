import { limits } from '@parley/protocol/limits'
import { type PictureFile, profileMaxBytes, readPictureFile } from '@parley/protocol/picture-file'

/** Larger files are redrawn anyway. */
const mostBytes = 3 * limits.mediaBytes
/** The server decodes this many scans of a picture of any size in time. */
const mostScans = 20
const mostDeepPixels = 35_000_000

/**
 * Returns the part of a file that the server and every browser draw alike. It leaves out what follows the picture:
 * phones append films and brightness maps there, and servers refuse them.
 * @returns undefined for a file that must be redrawn. It has another format, is animated, damaged or too large for the
 * server, or has colours or an orientation that the server ignores
 */
export const agreedPart = async (file: Blob): Promise<Blob | undefined> => {
  if (file.size > mostBytes) return undefined
  const bytes = new Uint8Array(await file.arrayBuffer())
  const found = readPictureFile(bytes)
  if (!found || found.end > limits.mediaBytes || !isPlain(found)) return undefined
  if (!(await agrees[found.format](new DataView(bytes.buffer, 0, found.end)))) return undefined
  return found.end < file.size ? file.slice(0, found.end, file.type) : file
}

const isPlain = ({ width, height, scans, depth, oneFrame }: PictureFile): boolean =>
  oneFrame && width * height <= (depth === 8 ? limits.picturePixels : mostDeepPixels) && scans <= mostScans

const codeAt = (view: DataView, at: number): string =>
  String.fromCharCode(...[0, 1, 2, 3].map((place) => view.getUint8(at + place)))

/**
 * The server keeps small colour profiles. It interprets CMYK channels as screen colours, whatever their profile says.
 */
const agreesJpeg = (view: DataView): boolean => {
  let profileBytes = 0
  for (let at = 2; at + 10 <= view.byteLength; ) {
    const [mark, marker] = [view.getUint8(at), view.getUint8(at + 1)]
    if (mark !== 0xff || marker === 0xff) at++
    else if (marker === 0xda) return true
    else {
      const length = view.getUint16(at + 2)
      if (marker >= 0xc0 && marker <= 0xc2 && view.getUint8(at + 9) > 3) return false
      if (marker === 0xe2 && at + 8 <= view.byteLength && codeAt(view, at + 4) === 'ICC_') profileBytes += length - 16
      if (profileBytes > profileMaxBytes) return false
      at += 2 + length
    }
  }
  return false
}

/** These chunks change colours or orientation only in browsers. */
const changing = new Set(['cICP', 'eXIf', 'mDCV', 'cLLI'])
/** The gamma of ordinary screens, in hundred thousandths. */
const ordinaryGamma = 45_455

/** By the PNG specification, `sRGB` and `iCCP` replace `gAMA` and `cHRM`. */
const agreesPng = async (view: DataView): Promise<boolean> => {
  const chunks = new Map<string, number>()
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) chunks.set(codeAt(view, at + 4), at + 8)
  if ([...chunks.keys()].some((type) => changing.has(type))) return false
  const [profile, gamma] = [chunks.get('iCCP'), chunks.get('gAMA')]
  if (profile !== undefined) return isSmallProfile(view, profile)
  if (chunks.has('sRGB')) return true
  return !chunks.has('cHRM') && (gamma === undefined || view.getUint32(gamma) === ordinaryGamma)
}

/** A name that ends with zero, the compression method, and the compressed profile. */
const isSmallProfile = async (view: DataView, from: number): Promise<boolean> => {
  const chunk = new Uint8Array(view.buffer, view.byteOffset + from, view.getUint32(from - 8))
  // Compression adds only a few bytes at most, so longer chunks aren't inflated.
  if (chunk.length > profileMaxBytes) return false
  const packed = new Blob([chunk.slice(chunk.indexOf(0) + 2)])
  const inflated = new Response(packed.stream().pipeThrough(new DecompressionStream('deflate')))
  const size = await inflated.arrayBuffer().then(
    ({ byteLength }) => byteLength,
    () => Number.POSITIVE_INFINITY,
  )
  return size <= profileMaxBytes
}

const exifFlag = 0x08

/** By the container specification of WebP. Browsers differ in whether they rotate a picture by its EXIF data. */
const agreesWebp = (view: DataView): boolean => {
  if (codeAt(view, 12) !== 'VP8X') return true
  if ((view.getUint8(20) & exifFlag) !== 0) return false
  return codeAt(view, 30) !== 'ICCP' || view.getUint32(34, true) <= profileMaxBytes
}

type Agrees = (view: DataView) => boolean | Promise<boolean>
const agrees: Readonly<Record<PictureFile['format'], Agrees>> = {
  jpeg: agreesJpeg,
  png: agreesPng,
  gif: () => true,
  webp: agreesWebp,
}
