import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FakeClock } from '../testing/fake-clock'
import { openTestDatabase } from '../testing/test-database'
import { DiskBlobs } from './disk'
import { requireShared } from './shared'

test('nodes of one database start only where all keep their files', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-shared-'))
  await using opened = await openTestDatabase({ clock: new FakeClock() })
  const { database } = opened
  const at = (name: string) => new DiskBlobs(join(directory, name))
  // Both start at once, on a new database.
  await Promise.all([requireShared(at('one'), database), requireShared(at('one'), database)])
  const sentence = 'set PARLEY_BLOBS_URL on all nodes to one place'
  await expect(requireShared(at('two'), database)).rejects.toThrow(sentence)
  await expect(requireShared(at('two'), database)).rejects.toThrow(sentence)
  await requireShared(at('one'), database)
  await rm(directory, { recursive: true })
})

test('of nodes that first start at once in two places, one is refused, now and later', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-shared-'))
  await using opened = await openTestDatabase({ clock: new FakeClock() })
  const start = (name: string) => requireShared(new DiskBlobs(join(directory, name)), opened.database)
  const startBoth = async () => {
    const outcomes = await Promise.allSettled([start('one'), start('two')])
    return outcomes.map(({ status }) => status)
  }
  const outcomes = await startBoth()
  expect(outcomes.toSorted()).toEqual(['fulfilled', 'rejected'])
  expect(await startBoth()).toEqual(outcomes)
  await rm(directory, { recursive: true })
})
