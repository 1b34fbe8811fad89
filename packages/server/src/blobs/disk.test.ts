import { afterAll, beforeAll, expect, test } from 'bun:test'
import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { testBlobs } from '../testing/blobs-contract'
import { refusal } from '../testing/refusal'
import { streamOf } from '../testing/streams'
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

test('nothing but whole files is left behind', async () => {
  const path = join(directory, 'parts')
  const blobs = new DiskBlobs(path)
  const id = newUuidV7()
  await Promise.all([1, 2, 3].map((byte) => blobs.put(`${id}/a`, new Uint8Array(1000).fill(byte))))
  await expect(blobs.put(`${id}/b`, { size: 9, bytes: streamOf(8) })).rejects.toThrow('had only 8')
  expect(await readdir(join(path, id.slice(-2), id))).toEqual(['a'])
})

test('a disk that is nearly full takes no files, and gives, copies and removes those that are there', async () => {
  const path = join(directory, 'full')
  const before = new DiskBlobs(path)
  const full = new DiskBlobs(path, { bytes: Number.POSITIVE_INFINITY, share: 1.1 })
  const id = newUuidV7()
  const key = `${newUuidV7()}/a`
  const arrived = join(directory, 'arrived')
  await before.put(key, Buffer.from('picture'))
  await before.uploads.append(id, { offset: 0, bytes: streamOf(10) })
  await writeFile(arrived, 'file')
  const outcomes = await Promise.all([
    refusal(full.put(`${newUuidV7()}/a`, Buffer.from('more'))),
    refusal(full.adopt(`${newUuidV7()}/a`, arrived)),
    refusal(full.uploads.append(id, { offset: 10, bytes: streamOf(10) })),
    refusal(full.uploads.append(newUuidV7(), { offset: 0, bytes: streamOf(10) })),
  ])
  expect(outcomes.map(([name]) => name)).toEqual(Array.from({ length: 4 }, () => 'unavailable'))
  expect([(await full.get(key))?.size, await full.uploads.length(id)]).toEqual([7, 10])
  // A second name takes no room.
  const copy = newUuidV7()
  expect([await full.copy(key, `${copy}/a`), (await full.get(`${copy}/a`))?.size]).toEqual([true, 7])
  await full.remove(copy)
  await full.uploads.finish(id, { key: `${id}/whole`, size: 10 })
  await full.remove(key.slice(0, 36))
  expect((await full.list({ limit: 10 })).blobs.map((blob) => blob.key)).toEqual([`${id}/whole`])
})

test('the mark of a directory of an earlier version counts', async () => {
  const path = join(directory, 'marked')
  await mkdir(path)
  await writeFile(join(path, 'installation'), 'from-before')
  const blobs = new DiskBlobs(path)
  await blobs.addMark('new')
  expect(await blobs.marks()).toEqual(['from-before', 'new'])
})

/** The name of the only file of an unfinished upload. */
const fileOf = async (path: string, id: string): Promise<string> => {
  const [name = '', ...more] = await readdir(join(path, 'uploads', id))
  expect([name.split('-').length, more]).toEqual([2, []])
  return name
}

test('an upload that an earlier version began goes on', async () => {
  const path = join(directory, 'earlier')
  const id = newUuidV7()
  const key = `${newUuidV7()}/file`
  await mkdir(join(path, 'uploads', id), { recursive: true })
  await writeFile(join(path, 'uploads', id, '4'), 'plan')
  const blobs = new DiskBlobs(path)
  expect(await blobs.uploads.length(id)).toBe(4)
  expect(await blobs.uploads.append(id, { offset: 4, bytes: streamOf(3) })).toBe(7)
  await blobs.uploads.finish(id, { key, size: 7 })
  expect((await blobs.get(key))?.size).toBe(7)
})

test('bytes that a crash left behind the counted ones are written again and never end up in the file', async () => {
  const path = join(directory, 'crashed')
  const { uploads, ...blobs } = { uploads: new DiskBlobs(path).uploads, blobs: new DiskBlobs(path) }
  const id = newUuidV7()
  const key = `${newUuidV7()}/file`
  await uploads.append(id, { offset: 0, bytes: streamOf(10) })
  const file = join(path, 'uploads', id, await fileOf(path, id))
  await writeFile(file, Buffer.concat([...(await Array.fromAsync(streamOf(10))), Buffer.alloc(500)]))
  expect(await uploads.length(id)).toBe(10)
  await uploads.append(id, { offset: 10, bytes: streamOf(3) })
  await uploads.finish(id, { key, size: 13 })
  expect((await blobs.blobs.get(key))?.size).toBe(13)
})

test('of two nodes that append at once, the one whose file was renamed is refused', async () => {
  const path = join(directory, 'both')
  const { uploads } = new DiskBlobs(path)
  const id = newUuidV7()
  await uploads.append(id, { offset: 0, bytes: streamOf(10) })
  async function* meanwhile() {
    yield* streamOf(5)
    await rename(join(path, 'uploads', id, await fileOf(path, id)), join(path, 'uploads', id, '12-ab'))
  }
  await expect(uploads.append(id, { offset: 10, bytes: meanwhile() })).rejects.toMatchObject({ failure: 'conflict' })
  expect(await uploads.length(id)).toBe(12)
})

test('uploads and marks in a shared directory stay open to its group', async () => {
  const path = join(directory, 'shared')
  await mkdir(path)
  await chmod(path, 0o2770)
  const blobs = new DiskBlobs(path)
  const id = newUuidV7()
  const key = `${newUuidV7()}/file`
  await blobs.addMark('group')
  await blobs.uploads.append(id, { offset: 0, bytes: streamOf(10) })
  const mode = async (...names: string[]) => ((await stat(join(path, ...names))).mode & 0o777).toString(8)
  expect(await mode('installation-group')).toBe('660')
  expect(await mode('uploads')).toBe('770')
  expect(await mode('uploads', id, await fileOf(path, id))).toBe('660')
  await blobs.uploads.finish(id, { key, size: 10 })
  expect(await mode(key.slice(34, 36), ...key.split('/'))).toBe('660')
})
