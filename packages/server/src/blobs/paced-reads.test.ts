import { expect, test } from 'bun:test'
import { streamOf, sumOf } from '../testing/streams'
import { PacedReads } from './paced-reads'

const SIZE = 12_000_000

const sourceOf = async (size: number) => {
  const whole = Buffer.concat(await Array.fromAsync(streamOf(size)))
  const sizes: number[] = []
  const read = async (from: number, to: number) => {
    sizes.push(to - from)
    return Buffer.from(whole.subarray(from, to))
  }
  return { whole, sizes, read }
}
const bytesOf = (stream: ReadableStream<Uint8Array> | undefined) => new Response(stream).bytes()

test('a part comes out as it is, in pieces that grow while the reader keeps up', async () => {
  const { whole, sizes, read } = await sourceOf(SIZE)
  const bytes = await bytesOf(await new PacedReads(() => 0).open(read, { from: 5, to: SIZE - 1 }))
  expect(Buffer.from(bytes).equals(whole.subarray(5, SIZE - 1))).toBe(true)
  expect(sizes[0]).toBeLessThan(200_000)
  expect(Math.max(...sizes)).toBeGreaterThan(1_000_000)
  expect(sizes.length).toBeLessThan(20)
})

test('nothing is read ahead of the reader, and a slow one gets small pieces', async () => {
  const { sizes, read } = await sourceOf(SIZE)
  let nowMs = 0
  const reader = (await new PacedReads(() => nowMs).open(read, { from: 0, to: SIZE }))?.getReader()
  for (let taken = 0; taken < 5; taken++) await reader?.read()
  expect(sizes.length).toBe(5)
  nowMs += 1_500
  await reader?.read()
  expect(sizes.length).toBe(6)
  expect(sizes[4]).toBeGreaterThan(1_000_000)
  expect(sizes[5]).toBe(sizes[0] ?? 0)
  await reader?.cancel()
})

test('where there is nothing to read there is no stream, and what is removed meanwhile is an error', async () => {
  expect(await new PacedReads().open(async () => undefined, { from: 0, to: 10 })).toBeUndefined()
  const { read } = await sourceOf(1_000_000)
  const readOnce = (from: number, to: number) => (from > 0 ? Promise.resolve(undefined) : read(from, to))
  const removed = await new PacedReads().open(readOnce, { from: 0, to: 1_000_000 })
  await expect(sumOf(removed as unknown as AsyncIterable<Uint8Array>)).rejects.toThrow('removed')
})

test('the more readers there are, the less each of them has in memory, until they are gone', async () => {
  const { sizes, read } = await sourceOf(SIZE)
  const reads = new PacedReads(() => 0)
  const open = async () => {
    const reader = (await reads.open(read, { from: 0, to: SIZE }))?.getReader()
    for (let taken = 0; taken < 4; taken++) await reader?.read()
    return reader
  }
  const many = await Promise.all(Array.from({ length: 1_000 }, open))
  const heldBytes = sizes.slice(-1_000).reduce((sum, size) => sum + size, 0)
  expect(heldBytes).toBeLessThanOrEqual(64 * 1024 * 1024)
  await Promise.all(many.map((reader) => reader?.cancel()))
  await open()
  expect(sizes.at(-1)).toBe(8 * (sizes[0] ?? 0))
})
