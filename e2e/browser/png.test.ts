import { decodePng, differingShare, encodePalette, inColoursOf, type Pixels } from './lib/png'
import { expect, test } from './lib/test'

/** A surface with a gradient on it, as around letters. */
const drawn = (shades: number, surface: readonly [number, number, number]): Pixels => {
  const [width, height] = [100, 60]
  const rgb = new Uint8Array(width * height * 3)
  for (let pixel = 0; pixel < width * height; pixel++) {
    const shade = pixel < shades ? [pixel % 256, (pixel * 7) % 256, (pixel * 13) % 256] : surface
    rgb.set(shade, pixel * 3)
  }
  return { width, height, rgb }
}

test('a reference stores surfaces exactly, and all shades if there are few', () => {
  const few = drawn(200, [18, 21, 26])
  expect(decodePng(encodePalette(few))).toEqual(few)
  const many = drawn(1_200, [18, 21, 26])
  const kept = decodePng(encodePalette(many))
  expect(kept.rgb.slice(1_200 * 3)).toEqual(many.rgb.slice(1_200 * 3))
  expect(differingShare(kept, many, 0)).toBeGreaterThan(0)
})

test('a surface of another colour, and a few moved pixels, are found', () => {
  const was = drawn(100, [18, 21, 26])
  expect(differingShare(was, drawn(100, [27, 31, 39]), 6)).toBeGreaterThan(0.9)
  expect(differingShare(was, drawn(106, [18, 21, 26]), 40)).toBeGreaterThanOrEqual(0.0005)
  expect(differingShare(was, drawn(100, [18, 21, 26]), 0)).toBe(0)
})

test('shades that a reference does not store are no difference, but another surface and moved pixels are', () => {
  const many = drawn(1_200, [18, 21, 26])
  const reference = encodePalette(many)
  const share = (is: Pixels) => differingShare(decodePng(reference), inColoursOf(reference, is), 6)
  expect(share(many)).toBe(0)
  expect(share(drawn(1_200, [27, 31, 39]))).toBeGreaterThan(0.75)
  expect(share(drawn(1_206, [18, 21, 26]))).toBeGreaterThanOrEqual(0.0005)
})

test("a browser's PNG is decoded as it was drawn", async ({ browser }) => {
  const page = await browser.newPage({ viewport: { width: 40, height: 30 }, deviceScaleFactor: 1 })
  await page.setContent(
    '<body style="margin:0;background:#2a5fe3"><div style="width:20px;height:30px;background:#123456">',
  )
  const { width, height, rgb } = decodePng(await page.screenshot())
  await page.close()
  expect([width, height]).toEqual([40, 30])
  expect([...rgb.slice(0, 3)]).toEqual([0x12, 0x34, 0x56])
  expect([...rgb.slice(-3)]).toEqual([0x2a, 0x5f, 0xe3])
})
