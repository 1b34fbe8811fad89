import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { thumbHashToApproximateAspectRatio, thumbHashToAverageRGBA } from 'thumbhash'
import { systemClock } from '../lib/clock'
import { costliestPng, costlyJpeg, hostilePictures } from '../testing/hostile-pictures'
import { jpegWithExif, pngClaiming, pngOf, secretPlace, withSegment } from '../testing/sample-pictures'
import { Pictures } from './pictures'

let directory = ''
let files = 0
const pictures = new Pictures({ clock: systemClock })
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-pictures-'))
})
afterAll(async () => {
  await pictures.stop()
  await rm(directory, { recursive: true, force: true })
})

const fileOf = async (bytes: Uint8Array) => {
  const path = join(directory, String(files++))
  await writeFile(path, bytes)
  return path
}
const make = async (bytes: Uint8Array, use: 'message' | 'avatar' = 'message') =>
  pictures.make({ path: await fileOf(bytes), use, ownerKey: 1 })
const metadata = (bytes: Uint8Array) => new Bun.Image(Buffer.from(bytes)).metadata()
/** A bitmap that can be decoded, and is nothing that people send. */
const bmpOf = (side: number): Buffer => {
  const bytes = Buffer.alloc(54 + side * side * 4, 90)
  bytes.fill(0, 0, 54)
  bytes.write('BM', 'latin1')
  for (const [at, value] of [
    [2, bytes.length],
    [10, 54],
    [14, 40],
    [18, side],
    [22, side],
    [34, side * side * 4],
  ] as const)
    bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(32, 28)
  return bytes
}
const refusal = (bytes: Uint8Array, use: 'message' | 'avatar' = 'message') =>
  make(bytes, use).then(
    () => 'made',
    (error: { failure?: string }) => error.failure,
  )

test('a picture is made in both sizes, and its facts are those of the larger one', async () => {
  const { sizes, thumbhash } = await make(pngOf(1600, 1200))
  expect(sizes.map(({ width, height }) => [width, height])).toEqual([
    [320, 240],
    [1280, 960],
  ])
  for (const { bytes, width, height } of sizes) expect(await metadata(bytes)).toEqual({ width, height, format: 'webp' })
  expect(thumbHashToApproximateAspectRatio(Buffer.from(thumbhash, 'base64'))).toBeCloseTo(4 / 3, 0)
})

test('a small picture does not grow', async () => {
  const { sizes } = await make(pngOf(50, 30))
  expect(sizes.map(({ width, height }) => [width, height])).toEqual([
    [50, 30],
    [50, 30],
  ])
})

test('the placeholder has the colour of the picture', async () => {
  const { thumbhash } = await make(pngOf(90, 90, () => [250, 10, 10, 255]))
  const { r, g, b, a } = thumbHashToAverageRGBA(Buffer.from(thumbhash, 'base64'))
  expect([r > 0.9, g < 0.15, b < 0.15, a]).toEqual([true, true, true, 1])
})

test('[DL61] nothing is left of what a camera wrote, and the picture is turned as it was held', async () => {
  const upright = await make(await jpegWithExif(pngOf(300, 200), 1))
  const turned = await make(await jpegWithExif(pngOf(300, 200), 6))
  expect(upright.sizes.map(({ width, height }) => [width, height]).at(-1)).toEqual([300, 200])
  expect(turned.sizes.map(({ width, height }) => [width, height]).at(-1)).toEqual([200, 300])
  for (const { bytes } of [...upright.sizes, ...turned.sizes])
    for (const trace of ['Exif', 'EXIF', secretPlace]) expect(Buffer.from(bytes).includes(trace)).toBe(false)
})

test('XMP and comments are not kept either', async () => {
  const jpeg = Buffer.from(await new Bun.Image(pngOf(60, 60)).jpeg().bytes())
  const packed = Buffer.from('http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>secret-words</x:xmpmeta>')
  const { sizes } = await make(withSegment(jpeg, packed))
  for (const { bytes } of sizes) expect(Buffer.from(bytes).includes('secret-words')).toBe(false)
})

test('transparency is kept', async () => {
  const { sizes } = await make(pngOf(64, 64, (x) => [0, 0, 0, x < 32 ? 0 : 255]))
  const png = await new Bun.Image(Buffer.from(sizes.at(-1)?.bytes ?? [])).png().bytes()
  const { pixelsOf } = await import('./png-pixels')
  expect(pixelsOf(png)[3]).toBe(0)
})

test('unknown formats are refused', async () => {
  expect((await metadata(bmpOf(4))).format as string).toBe('bmp')
  const svg = '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
  const damaged = pngOf(100, 100)
  damaged.fill(0xee, 60, damaged.length - 20)
  for (const bytes of [Buffer.from(svg), Buffer.from('<!doctype html><p>hi'), Buffer.from('GIF89a'), bmpOf(4), damaged])
    expect(await refusal(bytes)).toBe('media_unsupported')
})

test('a small file that claims a huge picture is refused before it is decoded', async () => {
  for (const [width, height] of [
    [60_000, 60_000],
    [7_100, 7_100],
  ] as const)
    expect(await refusal(pngClaiming(width, height))).toBe('media_too_many_pixels')
})

test('avatars are squares in three sizes, and nothing else becomes one', async () => {
  const { sizes } = await make(pngOf(600, 600), 'avatar')
  expect(sizes.map(({ width, height }) => [width, height])).toEqual([
    [64, 64],
    [160, 160],
    [512, 512],
  ])
  expect(await refusal(pngOf(60, 61), 'avatar')).toBe('media_unsupported')
})

test('a picture that fails does not hold up the next one', async () => {
  const all = await Promise.allSettled([make(Buffer.from('nothing')), make(pngOf(20, 20)), make(pngOf(30, 30))])
  expect(all.map(({ status }) => status)).toEqual(['rejected', 'fulfilled', 'fulfilled'])
  expect(pictures.queueLength).toBe(0)
})

/** Makes one picture in a process of its own; what became of it, and what it cost. */
const alone = async (bytes: Uint8Array) => {
  await using pictures = new Pictures({ clock: systemClock })
  const path = await fileOf(bytes)
  const before = process.threadCpuUsage()
  const outcome = await pictures.make({ path, use: 'message', ownerKey: 1 }).then(
    () => 'made',
    (error) => error.failure ?? error,
  )
  const { user } = process.threadCpuUsage(before)
  await pictures.stop()
  await rm(path)
  // As the kernel has counted it, with the start of the process.
  return { outcome, cpuMs: pictures.cpuSeconds * 1_000, threadMs: user / 1_000 }
}

for (const [name, { file, becomes }] of Object.entries(hostilePictures))
  test(`[DL64] a hostile file costs less than two seconds of processor time, and none of this thread: ${name}`, async () => {
    const { outcome, cpuMs, threadMs } = await alone(await file())
    expect(outcome).toBe(becomes)
    expect(cpuMs).toBeGreaterThan(0)
    expect(cpuMs).toBeLessThan(2_000)
    expect(threadMs).toBeLessThan(200)
  })

test('[DL64] the costliest file that is decoded at all is ended in time, where it is not made in time', async () => {
  const { outcome, cpuMs } = await alone(costliestPng())
  expect(['made', 'media_too_costly']).toContain(outcome)
  expect(cpuMs).toBeLessThan(2_000)
})

test('[DL64] costly pictures of any number of accounts leave turns to ordinary pictures of others', async () => {
  await using pictures = new Pictures({ clock: systemClock })
  const costly = await fileOf(costlyJpeg())
  const small = await fileOf(pngOf(20, 20))
  const order: string[] = []
  const send = async (ownerKey: number, path: string, name: string) => {
    const { sizes } = await pictures.make({ path, use: 'message', ownerKey })
    order.push(name)
    return sizes.length
  }
  const sent = [1, 2, 3, 4].map((ownerKey) => send(ownerKey, costly, 'costly'))
  // Each of them first has a short turn, in which it is examined.
  for (let ownerKey = 5; ownerKey < 10; ownerKey++) expect(await send(ownerKey, small, 'small')).toBe(2)
  expect(await Promise.all(sent)).toEqual([2, 2, 2, 2])
  expect(order.lastIndexOf('small')).toBeLessThan(order.indexOf('costly', order.indexOf('costly') + 1))
})
