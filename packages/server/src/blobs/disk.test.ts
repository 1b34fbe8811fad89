import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { testBlobs } from '../testing/blobs-contract'
import { DiskBlobs } from './disk'

let directory = ''
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'parley-blobs-'))
})
afterAll(() => rm(directory, { recursive: true, force: true }))

testBlobs('blobs in a directory', async () => {
  const path = join(directory, newUuidV7())
  return {
    here: new DiskBlobs(path),
    there: new DiskBlobs(path),
    elsewhere: new DiskBlobs(join(directory, newUuidV7())),
  }
})

test('a key leads to no other file', async () => {
  const blobs = new DiskBlobs(join(directory, 'keys'))
  const id = newUuidV7()
  for (const key of [`../${id}`, `${id}/../../x`, `${id}/a/b`, `/etc/passwd`, `${id}/`, id, `${id}/a\0b`])
    await expect(blobs.put(key, new Uint8Array(1))).rejects.toThrow('no key')
  await expect(blobs.removeAll('..')).rejects.toThrow('no id')
})

test('nothing but whole files is left behind', async () => {
  const path = join(directory, 'parts')
  const blobs = new DiskBlobs(path)
  const id = newUuidV7()
  await Promise.all([1, 2, 3].map((byte) => blobs.put(`${id}/a`, new Uint8Array(1000).fill(byte))))
  expect(await readdir(join(path, id.slice(-2), id))).toEqual(['a'])
})
