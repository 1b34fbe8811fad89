import type { PictureSize } from './fit-picture'

/** The facts in the structure of a picture file, read without decoding it. */
export interface PictureFile extends PictureSize {
  readonly format: 'jpeg' | 'png' | 'gif' | 'webp'
  /** Length of the picture in bytes. Bytes after it are not part of the picture. */
  readonly end: number
  /** How often the file passes over all pixels. Progressive JPEGs do so several times. */
  readonly scans: number
  /** Bits of one channel of a pixel. */
  readonly depth: number
  /** The file holds one frame, as large as the picture. */
  readonly oneFrame: boolean
}

/** Larger colour profiles aren't kept: those of printers are as large as a picture. */
export const profileMaxBytes = 4_096

/**
 * Reads the structure of a JPEG, PNG, GIF or WebP file, in time linear to its length.
 *
 * @returns undefined for other files, and for files that end before their picture
 */
export const readPictureFile = (bytes: Uint8Array): PictureFile | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 12) return undefined
  const head = view.getUint32(0)
  const read = head >>> 8 === 0xffd8ff ? readJpeg : readers[head]
  const file = read?.(bytes, view)
  return file && file.width > 0 && file.height > 0 ? file : undefined
}

type Reader = (bytes: Uint8Array, view: DataView) => PictureFile | undefined

const scanStart = 0xda
const imageEnd = 0xd9
/** Baseline, extended sequential and progressive. Browsers decode no other kinds. */
const knownFrames = new Set([0xc0, 0xc1, 0xc2])
/** Tables in the range of frames: Huffman codes, arithmetic conditioning, and an extension. */
const notFrames = new Set([0xc4, 0xc8, 0xcc])

/** After ITU T.81, annex B. */
const readJpeg: Reader = (bytes, view) => {
  let size: PictureSize | undefined
  let scans = 0
  for (let at = 2; ; ) {
    at = nextMarker(bytes, at)
    const marker = bytes[at++]
    if (marker === undefined) return undefined
    if (marker === imageEnd)
      return size && scans > 0 ? { format: 'jpeg', ...size, end: at, scans, depth: 8, oneFrame: true } : undefined
    if (marker === 0x01 || marker === 0xd8) continue
    if (at + 2 > bytes.length) return undefined
    if (knownFrames.has(marker)) {
      if (size || at + 7 > bytes.length) return undefined
      size = { width: view.getUint16(at + 5), height: view.getUint16(at + 3) }
    } else if (marker >= 0xc0 && marker <= 0xcf && !notFrames.has(marker)) return undefined
    if (marker === scanStart) scans++
    at += Math.max(2, view.getUint16(at))
  }
}

/** The position of the next marker. Stuffed zeros, fill bytes and restart markers belong to a scan. */
const nextMarker = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at < bytes.length; at++) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at + 1
  }
  return bytes.length
}

const ihdr = 0x49484452
const iend = 0x49454e44
/** Control of an animation. */
const actl = 0x6163544c

/** After the PNG specification, section 5. */
const readPng: Reader = (bytes, view) => {
  if (bytes.length < 33 || view.getUint32(4) !== 0x0d0a1a0a || view.getUint32(12) !== ihdr) return undefined
  const facts = { width: view.getUint32(16), height: view.getUint32(20), scans: 1, depth: bytes[24] ?? 8 }
  let oneFrame = true
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + view.getUint32(at)
    if (end > bytes.length) return undefined
    const type = view.getUint32(at + 4)
    if (type === iend) return { format: 'png', ...facts, end, oneFrame }
    if (type === actl) oneFrame = false
    at = end
  }
  return undefined
}

const gifTrailer = 0x3b
const gifImage = 0x2c
const gifExtension = 0x21

/** After the specification of GIF89a. The size is that of the screen or of the largest frame. */
const readGif: Reader = (bytes, view) => {
  if (!/^GIF8[79]a/.test(String.fromCharCode(...bytes.subarray(0, 6))) || bytes.length < 14) return undefined
  let [width, height] = [view.getUint16(6, true), view.getUint16(8, true)]
  let at = 13 + colourTableBytes(bytes[10] ?? 0)
  let frames = 0
  for (let kind = bytes[at]; kind !== undefined; kind = bytes[at]) {
    if (kind === gifTrailer)
      return { format: 'gif', width, height, end: at + 1, scans: 1, depth: 8, oneFrame: frames === 1 }
    if (kind === gifExtension) at = afterBlocks(bytes, at + 2)
    else if (kind === gifImage && at + 11 <= bytes.length) {
      const fills = view.getUint32(at + 1) === 0 && view.getUint32(at + 5) === view.getUint32(6)
      frames += fills ? 1 : 2
      width = Math.max(width, view.getUint16(at + 5, true))
      height = Math.max(height, view.getUint16(at + 7, true))
      at = afterBlocks(bytes, at + 11 + colourTableBytes(bytes[at + 9] ?? 0))
    } else return undefined
  }
  return undefined
}

const colourTableBytes = (flags: number): number => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1))

/** Skips blocks that start with their length, up to an empty one. */
const afterBlocks = (bytes: Uint8Array, from: number): number => {
  let at = from
  for (let length = bytes[at]; length; length = bytes[at]) at += length + 1
  return at + 1
}

/** After the container specification of WebP. */
const readWebp: Reader = (bytes, view) => {
  if (bytes.length < 30 || view.getUint32(8) !== 0x57454250) return undefined
  const size = view.getUint32(4, true)
  if (8 + size > bytes.length) return undefined
  const canvas = canvasOf(view)
  // A byte that makes the length even may be left out at the end of a file.
  const end = Math.min(bytes.length, 8 + size + (size % 2))
  const oneFrame = view.getUint32(12) !== vp8x || (view.getUint8(20) & animationFlag) === 0
  return canvas && { format: 'webp', ...canvas, end, scans: 1, depth: 8, oneFrame }
}

/** The header of a WebP file with features such as animation. */
const vp8x = 0x56503858
const animationFlag = 0x02

const canvasOf = (view: DataView): PictureSize | undefined => {
  const side = (at: number) => 1 + view.getUint16(at, true) + view.getUint8(at + 2) * 65_536
  const packed = view.getUint32(21, true)
  switch (view.getUint32(12)) {
    case vp8x:
      return { width: side(24), height: side(27) }
    case 0x56503820: // VP8, lossy
      return { width: view.getUint16(26, true) & 0x3fff, height: view.getUint16(28, true) & 0x3fff }
    case 0x5650384c: // VP8L, lossless
      return { width: 1 + (packed & 0x3fff), height: 1 + ((packed >>> 14) & 0x3fff) }
    default:
      return undefined
  }
}

/** By the first four bytes of a file. */
const readers: Readonly<Record<number, Reader>> = {
  2303741511: readPng,
  1195984440: readGif,
  1380533830: readWebp,
}
