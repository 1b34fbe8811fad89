import { deflateSync } from 'node:zlib'

/** The colour of one pixel: red, green, blue and opacity, 0 to 255. */
type Paint = (x: number, y: number) => readonly [number, number, number, number]

export const pngChunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const length = Buffer.alloc(4)
  const sum = Buffer.alloc(4)
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(Bun.hash.crc32(body))
  return Buffer.concat([length, body, sum])
}

const header = (width: number, height: number, depth = 8): Buffer => {
  const data = Buffer.alloc(13)
  data.writeUInt32BE(width, 0)
  data.writeUInt32BE(height, 4)
  data.set([depth, 6, 0, 0, 0], 8)
  return pngChunk('IHDR', data)
}
const signature = Buffer.from([137, 80, 78, 71, 13, 10, 26, 10])

/** A PNG of so many pixels. */
export const pngOf = (width: number, height: number, paint: Paint = (x, y) => [x % 256, y % 256, 120, 255]): Buffer => {
  const stride = width * 4 + 1
  const rows = Buffer.alloc(stride * height)
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) rows.set(paint(x, y), y * stride + 1 + x * 4)
  return Buffer.concat([
    signature,
    header(width, height),
    pngChunk('IDAT', deflateSync(rows)),
    pngChunk('IEND', Buffer.alloc(0)),
  ])
}

/** A PNG of one colour that cannot be seen, with more chunks before its pixels when they are given. */
export const flatPng = (width: number, height: number, chunks: readonly Uint8Array[] = []): Buffer =>
  Buffer.concat([
    ...[signature, header(width, height), ...chunks],
    pngChunk('IDAT', deflateSync(Buffer.alloc((width * 4 + 1) * height), { level: 1 })),
    pngChunk('IEND', Buffer.alloc(0)),
  ])

/** A PNG that claims to be larger than what it holds. */
export const pngClaiming = (width: number, height: number, depth = 8): Buffer =>
  Buffer.concat([
    signature,
    header(width, height, depth),
    pngChunk('IDAT', deflateSync(Buffer.alloc(64))),
    pngChunk('IEND', Buffer.alloc(0)),
  ])

/** Metadata that a camera would write invisibly. */
export const secretPlace = 'N 59 56 15 E 30 18 31'

/** A JPEG with EXIF data as cameras write it: how it was held, and a place. */
export const jpegWithExif = async (png: Uint8Array, orientation: number): Promise<Buffer> => {
  const jpeg = Buffer.from(await new Bun.Image(Buffer.from(png)).jpeg({ quality: 90 }).bytes())
  const tiff = Buffer.alloc(26)
  tiff.write('II*\0', 'latin1')
  tiff.writeUInt32LE(8, 4)
  tiff.writeUInt16LE(1, 8)
  tiff.writeUInt16LE(0x112, 10)
  tiff.writeUInt16LE(3, 12)
  tiff.writeUInt32LE(1, 14)
  tiff.writeUInt16LE(orientation, 18)
  return withSegment(jpeg, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff, Buffer.from(secretPlace)]))
}

/** A JPEG with one more segment of application data. */
export const withSegment = (jpeg: Buffer, data: Uint8Array): Buffer => {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(data.length + 2)
  return Buffer.concat([jpeg.subarray(0, 2), Buffer.from([0xff, 0xe1]), length, data, jpeg.subarray(2)])
}

/** The end of a ZIP archive, without anything in it. */
export const zipEnd = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)])
