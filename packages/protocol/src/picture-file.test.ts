import { expect, test } from 'bun:test'
import { readPictureFile } from './picture-file'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const wide = () => new Bun.Image(png).resize(300, 200)

test('the size and the end of a picture come from its structure alone', async () => {
  const size = { width: 300, height: 200, depth: 8, oneFrame: true }
  const files = [
    [png, { format: 'png', width: 1, height: 1, scans: 1, depth: 8, oneFrame: true }],
    [gif, { format: 'gif', width: 1, height: 1, scans: 1, depth: 8, oneFrame: true }],
    [await wide().jpeg().bytes(), { format: 'jpeg', ...size, scans: 1 }],
    [await wide().jpeg({ progressive: true }).bytes(), { format: 'jpeg', ...size, scans: 10 }],
    [await wide().webp().bytes(), { format: 'webp', ...size, scans: 1 }],
    [await wide().webp({ lossless: true }).bytes(), { format: 'webp', ...size, scans: 1 }],
  ] as const
  for (const [bytes, facts] of files)
    for (const tail of ['', 'more'])
      expect(readPictureFile(Buffer.concat([bytes, Buffer.from(tail)]))).toEqual({ ...facts, end: bytes.length })
})

test('an empty comment before the end of a JPEG belongs to the picture', async () => {
  const jpeg = Buffer.from(await wide().jpeg().bytes())
  const commented = Buffer.concat([jpeg.subarray(0, -2), Buffer.from([0xff, 0xfe, 0, 2]), jpeg.subarray(-2)])
  expect(readPictureFile(commented)?.end).toBe(commented.length)
})

test('other input returns undefined and throws nothing', async () => {
  const jpeg = Buffer.from(await wide().jpeg().bytes())
  const webp = Buffer.from(await wide().webp().bytes())
  for (const bytes of [png, gif, jpeg, webp])
    for (let length = 0; length < bytes.length; length++)
      expect(readPictureFile(bytes.subarray(0, length))).toBeUndefined()
  for (const text of ['', 'GIF89a', '<svg xmlns="http://www.w3.org/2000/svg"/>', 'RIFF....WAVEfmt .................'])
    expect(readPictureFile(Buffer.from(text))).toBeUndefined()
})

test('the padding byte of a WebP file belongs to the picture, and may be missing', () => {
  const webp = Buffer.alloc(32)
  webp.write('RIFF', 0)
  webp.writeUInt32LE(23, 4)
  webp.write('WEBPVP8X', 8)
  const facts = { format: 'webp', width: 1, height: 1, scans: 1, depth: 8, oneFrame: true } as const
  expect(readPictureFile(Buffer.concat([webp, Buffer.from('more')]))).toEqual({ ...facts, end: 32 })
  expect(readPictureFile(webp.subarray(0, 31))).toEqual({ ...facts, end: 31 })
})
