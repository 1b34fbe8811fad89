import { describe, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { UPLOAD_PIECE_BYTES } from '../blobs/blob-uploads'
import type { Blobs, ListedBlob } from '../blobs/blobs'
import { piecesOf } from '../blobs/pieces'
import { Failure, fail } from '../lib/fail'
import { breaksAfter, streamOf, sumOf } from './streams'

export interface BlobsUnderTest {
  /** Two nodes' ways to one place. */
  readonly here: Blobs
  readonly there: Blobs
  /** Another place. */
  readonly elsewhere: Blobs
}

const textOf = async (blobs: Blobs, key: string, [from, to] = [0, 1_000_000]): Promise<string | undefined> => {
  const blob = await blobs.get(key)
  return blob && new Response(await blob.slice(from, Math.min(to, blob.size))).text()
}

const sumIn = async (blobs: Blobs, key: string): Promise<string | undefined> => {
  const blob = await blobs.get(key)
  return blob && sumOf(new Response(await blob.slice(0, blob.size)).body as unknown as AsyncIterable<Uint8Array>)
}

const allIn = async (blobs: Blobs, limit: number): Promise<ListedBlob[]> => {
  const found: ListedBlob[] = []
  let after: string | undefined
  do {
    const page = await blobs.list({ after, limit })
    found.push(...page.blobs)
    after = page.next
  } while (after !== undefined)
  return found
}

const nameOf = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error) => (error instanceof Failure ? error.failure : String(error)),
  )

/** The promises of every adapter of the port. */
export const testBlobs = (name: string, open: () => Promise<BlobsUnderTest>): void => {
  describe(name, () => {
    describe('blobs', () => testStoring(open))
    describe('removing', () => testRemoving(open))
    describe('streams', () => testStreams(open))
    describe('listings and marks', () => testListing(open))
    describe('uploads', () => testUploads(open))
    describe('late appends', () => testLateAppends(open))
  })
}

const testStoring = (open: () => Promise<BlobsUnderTest>): void => {
  test('every node gets what one node put, and parts of it', async () => {
    const { here, there } = await open()
    const key = `${newUuidV7()}/small.webp`
    await here.put(key, Buffer.from('picture'))
    expect((await there.get(key))?.size).toBe(7)
    expect(await textOf(there, key)).toBe('picture')
    expect(await textOf(there, key, [2, 4])).toBe('ct')
    expect(await textOf(there, key, [6, 7])).toBe('e')
  })

  test('an unknown key has nothing, and removing an unknown id is no error', async () => {
    const { here } = await open()
    const id = newUuidV7()
    expect(await here.get(`${id}/a`)).toBeUndefined()
    await here.remove(id)
  })

  test('a size that is known is not asked for, and a blob that was removed since is found missing', async () => {
    const { here, there } = await open()
    const key = `${newUuidV7()}/a`
    await here.put(key, Buffer.from('picture'))
    expect(await new Response(await (await here.get(key, { size: 7 }))?.slice(2, 4)).text()).toBe('ct')
    await there.remove(key.slice(0, 36))
    const gone = async () => {
      const blob = await here.get(key, { size: 7 })
      if (blob) await blob.slice(0, 7)
      else throw fail('not_found')
    }
    expect(await nameOf(gone())).toBe('not_found')
  })

  test('the same key again replaces, and removing takes everything of an id and nothing else', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const other = newUuidV7()
    for (const key of [`${id}/a`, `${id}/b`, `${other}/a`]) await here.put(key, Buffer.from('one'))
    await there.put(`${id}/a`, Buffer.from('another'))
    expect(await textOf(here, `${id}/a`)).toBe('another')
    await there.remove(id)
    expect([await here.get(`${id}/a`), await here.get(`${id}/b`)]).toEqual([undefined, undefined])
    expect((await here.get(`${other}/a`))?.size).toBe(3)
  })

  test('a file of this machine becomes a blob and is gone', async () => {
    const { here, there } = await open()
    const directory = await mkdtemp(join(tmpdir(), 'parley-adopted-'))
    const path = join(directory, 'arrived')
    await writeFile(path, 'a whole file')
    const key = `${newUuidV7()}/file`
    await here.adopt(key, path)
    expect(await textOf(there, key)).toBe('a whole file')
    expect(await Bun.file(path).exists()).toBe(false)
    await rm(directory, { recursive: true })
  })

  test('a copy has the same bytes and stays when the first is removed', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const other = newUuidV7()
    await here.put(`${id}/a`, Buffer.from('shared'))
    for (let times = 0; times < 2; times++) expect(await there.copy(`${id}/a`, `${other}/b`)).toBe(true)
    await here.put(`${id}/a`, Buffer.from('another'))
    await here.remove(id)
    expect(await textOf(here, `${other}/b`)).toBe('shared')
    expect(await here.copy(`${id}/a`, `${other}/c`)).toBe(false)
    expect(await here.get(`${other}/c`)).toBeUndefined()
  })

  test('keys that lead elsewhere are refused', async () => {
    const { here } = await open()
    const id = newUuidV7()
    for (const key of [
      `../${id}`,
      `${id}/../../x`,
      `${id}/a/b`,
      '/etc/passwd',
      `${id}/`,
      id,
      `${id}/a\0b`,
      `${id}/a.part`,
    ])
      await expect(here.put(key, new Uint8Array(1))).rejects.toThrow('no key')
    await expect(here.remove('..')).rejects.toThrow('no id')
    await expect(here.uploads.discard('..')).rejects.toThrow('no id')
  })
}

const testRemoving = (open: () => Promise<BlobsUnderTest>): void => {
  test('removing a key leaves the other blobs of its id', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    for (const key of [`${id}/a`, `${id}/b`]) await here.put(key, Buffer.from('one'))
    await there.remove(`${id}/a`)
    await there.remove(`${id}/a`)
    expect([await here.get(`${id}/a`), await textOf(here, `${id}/b`)]).toEqual([undefined, 'one'])
    await there.remove(`${id}/b`)
    expect((await allIn(here, 100)).filter(({ key }) => key.startsWith(id))).toEqual([])
    await here.put(`${id}/a`, Buffer.from('again'))
    expect(await textOf(there, `${id}/a`)).toBe('again')
  })

  test('what is stored while its id is removed is there afterwards, or was removed whole', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    for (let round = 0; round < 20; round++)
      await Promise.all([here.put(`${id}/a`, Buffer.from('one')), there.remove(id), there.remove(`${id}/a`)])
    await here.put(`${id}/a`, Buffer.from('one'))
    expect(await textOf(there, `${id}/a`)).toBe('one')
  })
}

const testStreams = (open: () => Promise<BlobsUnderTest>): void => {
  test('an empty blob is a blob', async () => {
    const { here } = await open()
    const key = `${newUuidV7()}/empty`
    await here.put(key, new Uint8Array())
    expect((await here.get(key))?.size).toBe(0)
    expect(await textOf(here, key)).toBe('')
  })

  test.each([100, UPLOAD_PIECE_BYTES, 2 * UPLOAD_PIECE_BYTES + 1])(
    'a stream of %d bytes is stored as it is, and read in parts',
    async (size) => {
      const { here, there } = await open()
      const key = `${newUuidV7()}/film`
      await here.put(key, { size, bytes: streamOf(size) })
      expect((await there.get(key))?.size).toBe(size)
      expect(await sumIn(there, key)).toBe(await sumOf(streamOf(size)))
      const middle = Math.floor(size / 2)
      const part = await new Response(await (await there.get(key))?.slice(middle, middle + 20)).bytes()
      const whole = Buffer.concat(await Array.fromAsync(streamOf(size)))
      expect(Buffer.from(part).toString('hex')).toBe(whole.subarray(middle, middle + 20).toString('hex'))
    },
  )

  test.each([10, UPLOAD_PIECE_BYTES + 10])(
    'of a stream that breaks, or has another size than %d bytes, nothing is seen',
    async (size) => {
      const { here } = await open()
      const id = newUuidV7()
      const broken = { size, bytes: breaksAfter(size - 1) }
      await expect(here.put(`${id}/broken`, broken)).rejects.toThrow('the sender is gone')
      await expect(here.put(`${id}/short`, { size, bytes: streamOf(size - 1) })).rejects.toThrow('had only')
      await expect(here.put(`${id}/long`, { size, bytes: streamOf(size + 1) })).rejects.toThrow('had more')
      expect((await allIn(here, 100)).filter(({ key }) => key.startsWith(id))).toEqual([])
      for (const name of ['broken', 'short', 'long']) expect(await here.get(`${id}/${name}`)).toBeUndefined()
    },
  )
}

const testListing = (open: () => Promise<BlobsUnderTest>): void => {
  test('pages list each blob once, with its size, and neither uploads nor marks', async () => {
    const { here, there, elsewhere } = await open()
    const keys = Array.from({ length: 7 }, () => newUuidV7()).flatMap((id) => [`${id}/a`, `${id}/b`])
    await Promise.all(keys.map((key) => here.put(key, Buffer.from('four'))))
    await here.addMark('some-mark')
    await here.uploads.append(newUuidV7(), { offset: 0, bytes: streamOf(10) })
    for (const limit of [1, 3, 1000]) {
      const found = (await allIn(there, limit)).filter(({ key }) => keys.includes(key))
      expect(found.map(({ key }) => key).sort()).toEqual(keys.toSorted())
      expect(new Set(found.map(({ size }) => size))).toEqual(new Set([4]))
    }
    expect((await allIn(there, 1000)).length).toBe(keys.length)
    expect(await allIn(elsewhere, 10)).toEqual([])
  })

  test('a place carries the marks that any node gave it', async () => {
    const { here, there, elsewhere } = await open()
    expect(await here.marks()).toEqual([])
    await Promise.all([here.addMark('one'), there.addMark('two'), there.addMark('one')])
    expect((await here.marks()).toSorted()).toEqual(['one', 'two'])
    await elsewhere.addMark('other')
    expect(await elsewhere.marks()).toEqual(['other'])
  })
}

const testUploads = (open: () => Promise<BlobsUnderTest>): void => {
  test('one node continues what another one began, and the whole becomes a blob', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const size = 2 * UPLOAD_PIECE_BYTES + 1_000
    const key = `${newUuidV7()}/file`
    const cuts = [0, 10, UPLOAD_PIECE_BYTES - 1, UPLOAD_PIECE_BYTES + 5, size]
    const whole = Buffer.concat(await Array.fromAsync(streamOf(size)))
    expect(await here.uploads.length(id)).toBe(0)
    for (const [index, offset] of cuts.slice(0, -1).entries()) {
      const { uploads } = index % 2 === 0 ? here : there
      const end = cuts[index + 1] ?? size
      const bytes = piecesOf(oneChunk(whole.subarray(offset, end)), 100_000)
      expect(await uploads.append(id, { offset, bytes })).toBe(end)
      expect(await there.uploads.length(id)).toBe(end)
    }
    expect(await here.get(key)).toBeUndefined()
    await there.uploads.finish(id, { key, size })
    expect(await sumIn(here, key)).toBe(await sumOf(streamOf(size)))
    expect(await here.uploads.length(id)).toBe(0)
    // As after a crash, or beside another node.
    await here.uploads.finish(id, { key, size })
    expect((await here.get(key))?.size).toBe(size)
  })

  test('what arrived before the sender broke off is kept', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const first = 1_000
    const second = UPLOAD_PIECE_BYTES + 2_000
    await expect(here.uploads.append(id, { offset: 0, bytes: breaksAfter(first) })).rejects.toThrow('sender is gone')
    expect(await there.uploads.length(id)).toBe(first)
    const more = there.uploads.append(id, { offset: first, bytes: breaksAfter(second) })
    await expect(more).rejects.toThrow('sender is gone')
    expect(await here.uploads.length(id)).toBe(first + second)
  })

  test('bytes for another place than the end are refused, and so is an end that is none', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const key = `${newUuidV7()}/file`
    await here.uploads.append(id, { offset: 0, bytes: streamOf(100) })
    for (const offset of [0, 99, 101])
      expect(await nameOf(there.uploads.append(id, { offset, bytes: streamOf(5) }))).toBe('conflict')
    for (const size of [99, 101]) expect(await nameOf(there.uploads.finish(id, { key, size }))).toBe('conflict')
    expect(await nameOf(there.uploads.finish(newUuidV7(), { key, size: 100 }))).toBe('conflict')
    expect([await here.get(key), await here.uploads.length(id)]).toEqual([undefined, 100])
  })

  test('a discarded upload is gone and can begin anew', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    await here.uploads.append(id, { offset: 0, bytes: streamOf(100) })
    await there.uploads.discard(id)
    await there.uploads.discard(id)
    expect(await here.uploads.length(id)).toBe(0)
    expect(await here.uploads.append(id, { offset: 0, bytes: streamOf(7) })).toBe(7)
  })

  test('abandoned uploads are found by their ids', async () => {
    const { here, there } = await open()
    const ids = Array.from({ length: 3 }, () => newUuidV7()).sort()
    expect(await here.uploads.list({ limit: 10 })).toEqual([])
    for (const id of ids) await here.uploads.append(id, { offset: 0, bytes: streamOf(3) })
    expect(await there.uploads.list({ limit: 2 })).toEqual(ids.slice(0, 2))
    expect(await there.uploads.list({ after: ids[1], limit: 2 })).toEqual(ids.slice(2))
  })
}

async function* oneChunk(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes
}

const testLateAppends = (open: () => Promise<BlobsUnderTest>): void => {
  test('an append that hangs while another node makes the file whole changes nothing of it', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    const key = `${newUuidV7()}/file`
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    async function* hanging() {
      begin()
      await until
      yield Buffer.from('changed')
    }
    const late = nameOf(here.uploads.append(id, { offset: 0, bytes: hanging() }))
    await begun
    await there.uploads.append(id, { offset: 0, bytes: oneChunk(Buffer.from('as sent')) })
    await there.uploads.finish(id, { key, size: 7 })
    goOn()
    await late
    expect(await textOf(there, key)).toBe('as sent')
  })

  test('an append that brings nothing changes nothing, also after another node went on', async () => {
    const { here, there } = await open()
    const id = newUuidV7()
    await here.uploads.append(id, { offset: 0, bytes: oneChunk(Buffer.from('begin')) })
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    async function* nothing() {
      begin()
      await until
      yield Buffer.alloc(0)
    }
    const late = nameOf(here.uploads.append(id, { offset: 5, bytes: nothing() }))
    await begun
    await there.uploads.append(id, { offset: 5, bytes: oneChunk(Buffer.from('ning')) })
    goOn()
    await late
    expect(await there.uploads.length(id)).toBe(9)
    const key = `${newUuidV7()}/file`
    await there.uploads.finish(id, { key, size: 9 })
    expect(await textOf(here, key)).toBe('beginning')
  })
}
