import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { makePicture } from './make-picture'
import { pixelsOf } from './png-pixels'

const directory = join(import.meta.dir, '../../../../e2e/browser/fixtures/pictures')
const fixture = (name: string) => Bun.file(join(directory, name)).bytes()
const colours = { red: [200, 60, 40], green: [40, 160, 80], blue: [60, 80, 200], gray: [128, 128, 128] }

/** The size of what is made of a file, and the colours of its quarters from left to right and down. */
const madeOf = async (bytes: Uint8Array<ArrayBuffer>): Promise<readonly unknown[]> => {
  const made = await makePicture(bytes, { use: 'message' })
  if (!('picture' in made)) return Object.values(made)
  const { width, height, bytes: webp } = made.picture.sizes.at(-1) ?? { width: 0, height: 0, bytes: bytes }
  const pixels = pixelsOf(await new Bun.Image(Buffer.from(webp)).png().bytes())
  const nearest = (x: number, y: number) => {
    const at = (Math.round(y * height) * width + Math.round(x * width)) * 4
    const far = (colour: readonly number[]) =>
      colour.reduce((sum, part, i) => sum + Math.abs(part - (pixels[at + i] ?? 0)), 0)
    return Object.entries(colours).sort(([, a], [, b]) => far(a) - far(b))[0]?.[0]
  }
  return [`${width}×${height}`, nearest(0.25, 0.25), nearest(0.75, 0.25), nearest(0.25, 0.75), nearest(0.75, 0.75)]
}

const upright = ['32×24', 'red', 'green', 'blue', 'gray']

for (const [orientation, seen] of Object.entries({
  1: upright,
  2: ['32×24', 'green', 'red', 'gray', 'blue'],
  3: ['32×24', 'gray', 'blue', 'green', 'red'],
  4: ['32×24', 'blue', 'gray', 'red', 'green'],
  5: ['24×32', 'red', 'blue', 'green', 'gray'],
  6: ['24×32', 'blue', 'red', 'gray', 'green'],
  7: ['24×32', 'gray', 'green', 'blue', 'red'],
  8: ['24×32', 'green', 'gray', 'red', 'blue'],
}))
  test(`[DL61] a JPEG or PNG file with orientation ${orientation} is turned as it was held`, async () => {
    for (const ending of ['jpg', 'png'])
      expect([ending, await madeOf(await fixture(`turned-${orientation}.${ending}`))]).toEqual([ending, seen])
  })

test('of an animation the first frame is kept, in every format', async () => {
  for (const name of ['animated.gif', 'animated.png', 'animated.webp'])
    expect([name, await madeOf(await fixture(name))]).toEqual([name, upright])
})

test('an animated WebP file is refused where its first frame is a part of the picture, damaged or missing', async () => {
  const changed = async (change: (bytes: Buffer, frame: number) => void) => {
    const bytes = await fixture('animated.webp')
    change(Buffer.from(bytes.buffer), Buffer.from(bytes).indexOf('ANMF'))
    return madeOf(bytes)
  }
  expect(await changed((bytes, frame) => bytes.writeUInt8(1, frame + 8))).toEqual(['media_unsupported'])
  expect(await changed((bytes, frame) => bytes.writeUInt8(3, frame + 14))).toEqual(['media_unsupported'])
  expect(await changed((bytes, frame) => bytes.writeUInt32LE(2 ** 31, frame + 4))).toEqual(['media_unsupported'])
  expect(await changed((bytes, frame) => bytes.fill(0, frame))).toEqual(['media_unsupported'])
})

test('a damaged orientation of a PNG file turns nothing', async () => {
  const bytes = await fixture('turned-6.png')
  const exif = Buffer.from(bytes).indexOf('eXIf') + 4
  for (const at of [4, 7, 10, 11, 18]) {
    const damaged = Uint8Array.from(bytes)
    damaged[exif + at] = 0xff
    expect([at, await madeOf(damaged)]).toEqual([at, upright])
  }
})
