import { expect, test } from 'bun:test'
import { statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { refusal } from '../testing/refusal'
import { requireFreeSpace } from './free-space'

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
