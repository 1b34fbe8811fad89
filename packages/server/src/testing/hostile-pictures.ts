import { constants, deflateRawSync, deflateSync } from 'node:zlib'
import { limits } from '@parley/protocol'
import { flatPng, pngChunk, pngClaiming, pngOf } from './sample-pictures'

const tiny = pngOf(4, 4)
const repeated = (part: Uint8Array, times: number): Buffer => Buffer.concat(Array.from({ length: times }, () => part))

/** A gibibyte of zeros in one megabyte, created without holding it in memory: the same block again and again. */
const zlibBomb = (): Buffer => {
  const blockBytes = 16 * 1024 * 1024
  const blocks = 64
  const block = deflateRawSync(Buffer.alloc(blockBytes), { level: 9, finishFlush: constants.Z_FULL_FLUSH })
  const sum = Buffer.alloc(4)
  // Adler-32 of zeros.
  sum.writeUInt32BE(((blockBytes * blocks) % 65_521) * 65_536 + 1)
  return Buffer.concat([Buffer.from([0x78, 0xda]), repeated(block, blocks), deflateRawSync(Buffer.alloc(0)), sum])
}

/** A progressive JPEG, with its last scan again so many times, without anything in it. */
export const jpegOfScans = async (side: number, more: number): Promise<Buffer> => {
  const jpeg = Buffer.from(await new Bun.Image(tiny).resize(side, side).jpeg({ progressive: true }).bytes())
  const last = jpeg.lastIndexOf(Buffer.from([0xff, 0xda]))
  const head = jpeg.subarray(last, last + 2 + jpeg.readUInt16BE(last + 2))
  return Buffer.concat([jpeg.subarray(0, -2), repeated(head, more), jpeg.subarray(-2)])
}

/** A GIF of one pixel and so many frames. */
export const gifOfFrames = (frames: number, side = 1): Buffer => {
  const screen = Buffer.alloc(13)
  screen.write('GIF89a', 'latin1')
  screen.writeUInt16LE(side, 6)
  screen.writeUInt16LE(side, 8)
  screen[10] = 0x80
  const frame = [0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 1, 0]
  return Buffer.concat([
    screen,
    Buffer.from([0, 0, 0, 255, 255, 255]),
    repeated(Buffer.from(frame), frames),
    Buffer.from([0x3b]),
  ])
}

/** A JPEG of so many scans in four channels, with nothing in any of them: large, and of a few hundred bytes. */
const emptyJpeg = (side: number, scans: number): Buffer => {
  const segment = (marker: number, data: readonly number[]) =>
    Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 255, ...data])
  const channels = [1, 2, 3, 4]
  const high = side >> 8
  const low = side & 255
  const scan = (pass: number) => segment(0xda, [4, ...channels.flatMap((channel) => [channel, 0]), 0, 0, pass])
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xdb, [0, ...new Array<number>(64).fill(1)]),
    segment(0xc2, [8, high, low, high, low, 4, ...channels.flatMap((channel) => [channel, 0x11, 0])]),
    segment(0xc4, [0, 0, 1, ...new Array<number>(14).fill(0), 5]),
    scan(1),
    repeated(scan(0x10), scans - 1),
    Buffer.from([0xff, 0xd9]),
  ])
}

/** The most pixels of 16 bits per channel that are let through, each foretold by the decoder's slowest filter. */
export const costliestPng = (): Buffer => {
  const side = 5_900
  const paeth = 4
  const rows = Buffer.alloc((side * 8 + 1) * side)
  for (let at = 0; at < rows.length; at += side * 8 + 1) rows[at] = paeth
  const parts = [pngChunk('IDAT', deflateSync(rows, { level: 1 })), pngChunk('IEND', Buffer.alloc(0))]
  return Buffer.concat([pngClaiming(side, side, 16).subarray(0, 33), ...parts])
}

const webpChunk = (type: string, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(8)
  head.write(type, 'latin1')
  head.writeUInt32LE(data.length, 4)
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)])
}

/** A WebP file whose colour profile is so large. */
export const webpWithProfile = async (bytes: number): Promise<Buffer> => {
  const plain = Buffer.from(await new Bun.Image(tiny).webp({ lossless: true }).bytes())
  const canvas = Buffer.from([0x20, 0, 0, 0, 3, 0, 0, 3, 0, 0])
  const body = Buffer.concat([
    Buffer.from('WEBP', 'latin1'),
    webpChunk('VP8X', canvas),
    webpChunk('ICCP', Buffer.alloc(bytes)),
    plain.subarray(12),
  ])
  return webpChunk('RIFF', body)
}

/** As costly as a JPEG may be, in a few hundred bytes. */
export const costlyJpeg = (): Buffer => emptyJpeg(7_000, 20)

const room = limits.mediaBytes - 100_000

/**
 * Files that are expensive with careless handling, and the expected result of each: the name of an error, or `made`.
 * Created on demand, because all of them together are large.
 */
export const hostilePictures: Readonly<Record<string, { file: () => Buffer | Promise<Buffer>; becomes: string }>> = {
  'JPEG with 2,000 empty scans': { file: () => jpegOfScans(1_000, 2_000), becomes: 'media_too_costly' },
  'large JPEG with 50 empty scans': { file: () => jpegOfScans(7_000, 50), becomes: 'media_too_costly' },
  'JPEG of 49 megapixels in 500 bytes': { file: costlyJpeg, becomes: 'made' },
  'JPEG of 49 megapixels in 600 bytes': { file: () => emptyJpeg(7_000, 21), becomes: 'media_too_costly' },
  'JPEG of nothing but fill bytes': {
    file: () => Buffer.concat([Buffer.from([0xff, 0xd8]), Buffer.alloc(room, 0xff)]),
    becomes: 'media_unsupported',
  },
  'PNG that claims 3,600 megapixels': { file: () => pngClaiming(60_000, 60_000), becomes: 'media_too_many_pixels' },
  'PNG of 49 megapixels, 16 bits deep': { file: () => pngClaiming(7_000, 7_000, 16), becomes: 'media_too_costly' },
  'PNG whose pixels are 17 GB packed': {
    file: () =>
      Buffer.concat([
        flatPng(1, 1).subarray(0, -12),
        repeated(pngChunk('IDAT', zlibBomb()), 17),
        flatPng(1, 1).subarray(-12),
      ]),
    becomes: 'made',
  },
  'PNG whose colour profile is 1 GB packed': {
    file: () => flatPng(1, 1, [pngChunk('iCCP', Buffer.concat([Buffer.from('x\0\0', 'latin1'), zlibBomb()]))]),
    becomes: 'media_unsupported',
  },
  'PNG with 17 GB of packed text': {
    file: () =>
      flatPng(1, 1, [
        repeated(pngChunk('iTXt', Buffer.concat([Buffer.from('x\0\x01\0\0\0', 'latin1'), zlibBomb()])), 17),
      ]),
    becomes: 'media_unsupported',
  },
  'PNG of a million empty chunks': {
    file: () => flatPng(1, 1, [repeated(pngChunk('teXt', Buffer.alloc(0)), 1_000_000)]),
    becomes: 'made',
  },
  'PNG followed by 20 MB of <svg': {
    file: () => Buffer.concat([tiny, repeated(Buffer.from('<svg'), room / 4)]),
    becomes: 'media_trailing_bytes',
  },
  'PNG followed by 20 MB of <': {
    file: () => Buffer.concat([tiny, Buffer.alloc(room, '<')]),
    becomes: 'media_trailing_bytes',
  },
  'GIF of a million frames': { file: () => gifOfFrames(1_000_000), becomes: 'made' },
  'GIF that claims 4,200 megapixels': { file: () => gifOfFrames(1, 65_535), becomes: 'media_too_many_pixels' },
  'WebP of 49 megapixels in 2 KB': {
    file: async () => Buffer.from(await new Bun.Image(tiny).resize(7_000, 7_000).webp({ lossless: true }).bytes()),
    becomes: 'made',
  },
  'WebP with a colour profile of 20 MB': { file: () => webpWithProfile(room), becomes: 'made' },
}
