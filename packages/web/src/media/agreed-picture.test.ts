import { expect, test } from 'bun:test'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { agreedPart } from './agreed-picture'

const directory = join(import.meta.dir, '../../../../e2e/browser/fixtures/pictures')
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const bytesOf = async (blob = new Blob()) => Buffer.from(await blob.arrayBuffer())

/**
 * From the fixtures. Browsers refuse damaged ones earlier. `pictures-agree.test.ts` compares what browsers and the
 * server draw.
 */
const agreed = [
  ...['rgb', 'rgba', 'palette', 'palette-transparent', 'gray', 'gray-alpha', 'colour-key', 'one-bit', '16-bit'],
  ...['16-bit-alpha', 'interlaced', 'interlaced-16-bit', 'gamma-2.2', 'srgb', 'srgb-with-gamma', 'profile'],
  ...['wrong-sum', 'missing-rows'],
].map((name) => `${name}.png`)
agreed.push(
  ...['plain', 'progressive', 'subsampled', 'gray', 'rgb', 'profile', 'twelve-bits', 'truncated-with-end'].map(
    (name) => `${name}.jpg`,
  ),
  ...[1, 2, 3, 4, 5, 6, 7, 8].map((turned) => `turned-${turned}.jpg`),
  ...['lossy', 'lossless', 'alpha', 'lossless-alpha', 'profile'].map((name) => `${name}.webp`),
  ...['plain', 'interlaced', 'transparent'].map((name) => `${name}.gif`),
)

test('a picture that the server and browsers draw alike is unchanged, and any other is redrawn', async () => {
  const kept: string[] = []
  for (const name of (await readdir(directory)).filter((one) => !one.endsWith('.py'))) {
    const file = new Blob([await Bun.file(join(directory, name)).arrayBuffer()])
    const part = await agreedPart(file)
    if (part === file) kept.push(name)
    else expect([name, part]).toEqual([name, undefined])
  }
  expect(kept.sort()).toEqual(agreed.sort())
})

test('data that phones append to a picture is cut off, and nothing of the picture', async () => {
  const jpeg = Buffer.from(await new Bun.Image(png).resize(40, 30).jpeg().bytes())
  for (const [type, picture] of [
    ['image/jpeg', jpeg],
    ['image/png', png],
  ] as const)
    for (const tail of [jpeg, Buffer.from('\0\0\0\x18ftypmp42', 'latin1')]) {
      const cut = await agreedPart(new Blob([picture, tail], { type }))
      expect([cut?.type, (await bytesOf(cut)).equals(picture)]).toEqual([type, true])
    }
})

test("a truncated file, or one that isn't a picture, must be redrawn", async () => {
  for (const bytes of [png.subarray(0, 30), png.subarray(0, -1), Buffer.from('<svg/>'), Buffer.alloc(0)])
    expect(await agreedPart(new Blob([bytes]))).toBeUndefined()
})
