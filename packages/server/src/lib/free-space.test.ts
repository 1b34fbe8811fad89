import { expect, test } from 'bun:test'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { refusal } from '../testing/refusal'
import { keptFreeOf, requireFreeSpace, whileFree } from './free-space'

test('a disk with less free than is kept for the database takes no files', async () => {
  const { bavail, blocks } = await statfs(tmpdir())
  const free = bavail / blocks
  const all = { bytes: Number.POSITIVE_INFINITY, share: 1.1 }
  const outcomes = await Promise.all([
    refusal(requireFreeSpace(tmpdir(), { bytes: Number.POSITIVE_INFINITY, share: free / 10 })),
    refusal(requireFreeSpace(tmpdir(), { ...all, bytes: 0, share: 0 })),
    refusal(requireFreeSpace(tmpdir(), all)),
  ])
  expect(outcomes).toEqual(['done', 'done', ['unavailable', undefined]])
})

test('an operator chooses the free bytes, and not the free files', async () => {
  const { bavail, bsize } = await statfs(tmpdir())
  const free = bavail * bsize
  expect(await refusal(requireFreeSpace(tmpdir(), keptFreeOf(Math.floor(free / 2))))).toBe('done')
  expect(await refusal(requireFreeSpace(tmpdir(), keptFreeOf(2 * free)))).toEqual(['unavailable', undefined])
})

test('a disk that fills up while bytes arrive ends that', async () => {
  const kept = { bytes: 0, share: 0 }
  const taken: number[] = []
  async function* arriving() {
    for (let chunk = 0; chunk < 100; chunk++) {
      taken.push(chunk)
      if (chunk === 10) Object.assign(kept, { bytes: Number.POSITIVE_INFINITY, share: 1.1 })
      yield Buffer.alloc(256 * 1024)
    }
  }
  const written = Array.fromAsync(whileFree(arriving(), () => requireFreeSpace(tmpdir(), kept)))
  expect(await refusal(written)).toEqual(['unavailable', undefined])
  // The space is looked at once for each MiB.
  expect(taken.at(-1)).toBe(11)
})
