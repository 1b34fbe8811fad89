import { expect, test } from 'bun:test'
import { gifOfFrames, jpegOfScans, webpWithProfile } from '../testing/hostile-pictures'
import { jpegWithExif, pngOf } from '../testing/sample-pictures'
import { refusalOf } from './examine'

const png = pngOf(90, 60)
const ordinary = async (): Promise<Record<string, Buffer>> => ({
  png,
  jpeg: await jpegWithExif(png, 6),
  progressive: Buffer.from(await new Bun.Image(png).resize(4_000, 3_000).jpeg({ progressive: true }).bytes()),
  webp: Buffer.from(await new Bun.Image(png).webp().bytes()),
  lossless: Buffer.from(await new Bun.Image(png).webp({ lossless: true }).bytes()),
  profiled: await webpWithProfile(501),
  gif: gifOfFrames(40),
})

test('ordinary pictures of every format are let through', async () => {
  for (const [name, bytes] of Object.entries(await ordinary()))
    expect([name, refusalOf(bytes)]).toEqual([name, undefined])
})

test('[DL61] bytes behind the end of a picture are refused, in every format', async () => {
  for (const [name, bytes] of Object.entries(await ordinary()))
    for (const tail of ['\0', 'more', '\0\0\0\x18ftypmp42'])
      expect([name, refusalOf(Buffer.concat([bytes, Buffer.from(tail, 'latin1')]))]).toEqual([
        name,
        'media_trailing_bytes',
      ])
  const jpeg = await jpegWithExif(png, 1)
  expect(refusalOf(Buffer.concat([jpeg, jpeg]))).toBe('media_trailing_bytes')
})

test('a file that ends before its picture is refused, in every format and wherever it ends', async () => {
  for (const [name, bytes] of Object.entries(await ordinary())) {
    const step = Math.max(1, Math.floor(bytes.length / 500))
    for (let length = 0; length < bytes.length; length += step)
      expect([name, length, refusalOf(bytes.subarray(0, length))]).toEqual([name, length, 'media_unsupported'])
    expect([name, refusalOf(bytes.subarray(0, -1))]).toEqual([name, 'media_unsupported'])
  }
})

test('scans of a JPEG are counted before it is decoded, the more of them the larger it is', async () => {
  expect(refusalOf(await jpegOfScans(100, 20))).toBeUndefined()
  expect(refusalOf(await jpegOfScans(100, 60))).toBe('media_too_costly')
  expect(refusalOf(await jpegOfScans(7_000, 20))).toBe('media_too_costly')
})

test('a JPEG of a kind that no browser shows is refused', async () => {
  const jpeg = await jpegWithExif(png, 1)
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0]))
  for (const kind of [0xc3, 0xc5, 0xc9, 0xca, 0xcb, 0xcf]) {
    const other = Buffer.from(jpeg)
    other[frame + 1] = kind
    expect([kind, refusalOf(other)]).toEqual([kind, 'media_unsupported'])
  }
})
