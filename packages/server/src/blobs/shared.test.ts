import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FakeClock } from '../testing/fake-clock'
import { openTestDatabase } from '../testing/test-database'
import { DiskBlobs } from './disk'
import { requireShared } from './shared'

test('nodes of one database start only where all keep their pictures', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-shared-'))
  await using opened = await openTestDatabase({ clock: new FakeClock() })
  const { database } = opened
  const at = (name: string) => new DiskBlobs(join(directory, name))
  await requireShared(at('one'), database)
  await requireShared(at('one'), database)
  const sentence = 'set PARLEY_BLOBS_URL of all of them to one directory'
  await expect(requireShared(at('two'), database)).rejects.toThrow(sentence)
  await expect(requireShared(at('two'), database)).rejects.toThrow(sentence)
  await requireShared(at('one'), database)
  await rm(directory, { recursive: true })
})
