import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { readBlobsAddress } from '../config/blobs-address'
import { sharedObjectStore, whyNoObjectStore } from '../testing/object-store'
import { streamOf, sumOf } from '../testing/streams'
import { UPLOAD_PIECE_BYTES } from './blob-uploads'
import { SYNC_BYTES } from './disk-uploads'
import { openBlobsAt } from './open-blobs'

const directory = await mkdtemp(join(tmpdir(), 'parley-killed-'))
afterAll(() => rm(directory, { recursive: true, force: true }))

const missing = whyNoObjectStore()
if (missing) console.log(`Skipped, nodes killed while they store in a store that speaks S3: ${missing}.`)

const main = join(import.meta.dir, '../testing/store-half-main.ts')

interface Dying {
  readonly address: string
  readonly what: 'put' | 'append'
  /** A key or an id. */
  readonly name: string
  readonly size: number
}

/** A node stores half of a file, and is killed. */
const dieWhile = async ({ address, what, name, size }: Dying): Promise<void> => {
  const node = Bun.spawn([process.execPath, main, address, what, name, String(size)], {
    stdout: 'pipe',
    stdin: 'ignore',
  })
  const { value } = await node.stdout.getReader().read()
  if (Buffer.from(value ?? []).toString() !== 'half') throw new Error('the node ended by itself')
  node.kill('SIGKILL')
  await node.exited
}

/** @param pieceBytes how much of an upload becomes durable at a time */
const testKilled = (newAddress: () => Promise<string>, pieceBytes: number): void => {
  const size = 2.5 * pieceBytes

  test('of a put nothing is seen, and the same put succeeds later', async () => {
    const address = await newAddress()
    const blobs = openBlobsAt(readBlobsAddress(address))
    const key = `${newUuidV7()}/film`
    await dieWhile({ address, what: 'put', name: key, size })
    expect([await blobs.get(key), (await blobs.list({ limit: 10 })).blobs]).toEqual([undefined, []])
    await blobs.put(key, { size, bytes: streamOf(size) })
    expect((await blobs.get(key))?.size).toBe(size)
    await blobs.remove(key.slice(0, 36))
    expect((await blobs.list({ limit: 10 })).blobs).toEqual([])
  })

  test('another node continues an upload after the last piece that was whole', async () => {
    const address = await newAddress()
    const blobs = openBlobsAt(readBlobsAddress(address))
    const id = newUuidV7()
    const key = `${newUuidV7()}/film`
    await dieWhile({ address, what: 'append', name: id, size })
    const length = await blobs.uploads.length(id)
    expect(length).toBe(pieceBytes)
    async function* rest() {
      let at = 0
      for await (const chunk of streamOf(size)) {
        at += chunk.byteLength
        if (at > length) yield chunk
      }
    }
    expect(await blobs.uploads.append(id, { offset: length, bytes: rest() })).toBe(size)
    await blobs.uploads.finish(id, { key, size })
    const stored = await (await blobs.get(key))?.slice(0, size)
    const body = new Response(stored ?? null).body as unknown as AsyncIterable<Uint8Array>
    expect(await sumOf(body)).toBe(await sumOf(streamOf(size)))
  })
}

describe('a node is killed while it stores in a directory', () => {
  testKilled(async () => `file://${join(directory, newUuidV7())}`, SYNC_BYTES)

  test('the remains of a killed node are removed with the id', async () => {
    const path = join(directory, newUuidV7())
    const id = newUuidV7()
    await dieWhile({ address: `file://${path}`, what: 'put', name: `${id}/film`, size: 100_000 })
    const shard = join(path, id.slice(-2))
    expect(await readdir(join(shard, id))).toHaveLength(1)
    await openBlobsAt(readBlobsAddress(`file://${path}`)).remove(id)
    expect(await readdir(shard)).toEqual([])
  })
})

describe.skipIf(missing !== undefined)('a node is killed while it stores in a store that speaks S3', () => {
  testKilled(async () => (await sharedObjectStore()).url(), UPLOAD_PIECE_BYTES)
})
