import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import { Failure } from '../lib/fail'
import { type Fault, FaultProxy } from '../testing/fault-proxy'
import { type AddressOptions, TestObjectStore, whyNoObjectStore } from '../testing/object-store'
import { streamOf, sumOf } from '../testing/streams'
import { UPLOAD_PIECE_BYTES } from './blob-uploads'
import { S3Blobs } from './s3'
import { readMultipartUploads } from './s3-answers'
import { S3Client } from './s3-client'

const missing = whyNoObjectStore()
const patience = { answerMs: 1_000, stallMs: 300, pauseMs: 10 }
const SIZE = 2 * UPLOAD_PIECE_BYTES + 5

let store: TestObjectStore
let proxy: FaultProxy
beforeAll(async () => {
  if (missing !== undefined) return
  store = await TestObjectStore.start()
  proxy = await FaultProxy.start(store.port)
})
beforeEach(() => {
  if (proxy) proxy.faults = () => undefined
})
afterAll(async () => {
  await proxy?.[Symbol.asyncDispose]()
  await store?.[Symbol.asyncDispose]()
})

const open = (options: AddressOptions = {}): S3Blobs =>
  S3Blobs.open(store.address({ port: proxy.port, ...options }), patience)
const newKey = () => `${newUuidV7()}/file`
const film = () => ({ size: SIZE, bytes: streamOf(SIZE) })
/** Plants a fault into the first requests whose first line fits. */
const plant = (fault: Fault, { fits = /./, times = Number.POSITIVE_INFINITY } = {}): void => {
  let left = times
  proxy.faults = (line) => (fits.test(line) && left-- > 0 ? fault : undefined)
}
/** The log of a failed call for operators; callers get a sentence. */
const causeOf = async (doing: Promise<unknown>): Promise<string> => {
  const error = await doing.then(
    () => 'done',
    (thrown) => thrown,
  )
  if (!(error instanceof Failure) || error.failure !== 'unavailable') throw new Error(`not unavailable: ${error}`)
  expect(error.message).toBe('Files cannot be stored or read right now. Try again in a moment.')
  return `${error.details.cause?.message}`
}
const sumIn = async (blobs: S3Blobs, key: string) => {
  const blob = await blobs.get(key)
  return blob && sumOf(new Response(await blob.slice(0, blob.size)).body as unknown as AsyncIterable<Uint8Array>)
}
/** Unfinished multipart uploads. */
const unfinished = async () => {
  const client = new S3Client(store.address({ prefix: 'none' }))
  return readMultipartUploads((await client.send({ method: 'GET', name: '', query: { uploads: '' } })).text)
}
const busy: Fault = { kind: 'status', status: 503, code: 'SlowDown' }

if (missing) console.log(`Skipped, faults of a store that speaks S3: ${missing}.`)

describe.skipIf(missing !== undefined)('what a store refuses', () => {
  test('a wrong secret is named, once, and never shown', async () => {
    const blobs = open({ secret: 'wrong/secret' })
    const before = proxy.requests.length
    const cause = await causeOf(blobs.put(newKey(), Buffer.from('x')))
    expect(cause).toContain('answers 403 SignatureDoesNotMatch: the secret in PARLEY_BLOBS_URL is wrong')
    expect(proxy.requests.length).toBe(before + 1)
    expect(`${cause} ${blobs.place}`).not.toMatch(/secret[^ ]|wrong%2F/)
    expect(await causeOf(blobs.get(newKey()))).toContain('403')
  })

  test('a bucket that is not there is named', async () => {
    const blobs = open({ bucket: 'not-there' })
    expect(await causeOf(blobs.put(newKey(), Buffer.from('x')))).toContain('404 NoSuchBucket: create the bucket')
    expect(await causeOf(blobs.list({ limit: 1 }))).toContain('NoSuchBucket')
  })

  test('a bucket is found as a part of the host name, too', async () => {
    const blobs = open({ style: 'virtual' })
    const key = newKey()
    await blobs.put(key, Buffer.from('by its name'))
    expect((await blobs.get(key))?.size).toBe(11)
    expect(proxy.requests.at(-1)).toStartWith('HEAD /0')
  })
})

describe.skipIf(missing !== undefined)('a store that is busy or away', () => {
  test('passing failures are retried', async () => {
    const blobs = open()
    const key = newKey()
    plant(busy, { times: 3 })
    await blobs.put(key, Buffer.from('in the end'))
    plant({ kind: 'break', afterBytes: 10 }, { times: 2 })
    expect((await blobs.get(key))?.size).toBe(10)
    plant({ kind: 'break_answer', afterBytes: 5 }, { times: 1 })
    expect(await blobs.copy(key, newKey())).toBe(true)
  })

  test('lasting failures end after four attempts', async () => {
    const blobs = open()
    plant(busy)
    const before = proxy.requests.length
    expect(await causeOf(blobs.put(newKey(), Buffer.from('x')))).toContain('answers 503 SlowDown')
    expect(proxy.requests.length).toBe(before + 4)
  })

  test('a store that says nothing is waited for only so long', async () => {
    const blobs = open()
    plant({ kind: 'silence' })
    const startMs = performance.now()
    expect(await causeOf(blobs.get(newKey()))).toContain('no answer within 1 s')
    expect(performance.now() - startMs).toBeLessThan(3_000)
  })

  test('a store that is not there is named', async () => {
    const blobs = S3Blobs.open(store.address({ port: 1 }), patience)
    expect(await causeOf(blobs.marks())).toMatch(/^http:\/\/127\.0\.0\.1:1\/parley-test\/.* cannot be reached \(/)
  })

  test('a file that ends early or stalls while it is read is an error, never a shorter file', async () => {
    const blobs = open()
    const key = newKey()
    await blobs.put(key, film())
    for (const kind of ['break_answer', 'stall_answer'] as const) {
      const blob = await blobs.get(key)
      plant({ kind, afterBytes: 1_000_000 }, { fits: /^GET/ })
      const body = new Response(await blob?.slice(0, SIZE))
      expect([kind, await causeOf(body.arrayBuffer())]).toEqual([kind, expect.stringContaining('cannot be reached')])
    }
    proxy.faults = () => undefined
    expect(await sumIn(blobs, key)).toBe(await sumOf(streamOf(SIZE)))
  })
})

test.skipIf(missing !== undefined)('a part of a file whose size is known is one request', async () => {
  const blobs = open()
  const key = newKey()
  await blobs.put(key, Buffer.from('picture'))
  const before = proxy.requests.length
  expect(await new Response(await (await blobs.get(key, { size: 7 }))?.slice(2, 4)).text()).toBe('ct')
  expect(proxy.requests.slice(before).map((line) => line.split(' ')[0])).toEqual(['GET'])
})

test.skipIf(missing !== undefined)('readers that take their time hold no connection to the store', async () => {
  const blobs = S3Blobs.open(store.address({ port: proxy.port }))
  const key = newKey()
  await blobs.put(key, film())
  const blob = await blobs.get(key)
  const readers = await Promise.all(
    // The runtime has 256 requests under way at a time.
    Array.from({ length: 300 }, async () => (await blob?.slice(0, SIZE)) as ReadableStream<Uint8Array>),
  )
  expect((await blobs.get(key))?.size).toBe(SIZE)
  expect(await sumOf(readers[299] as unknown as AsyncIterable<Uint8Array>)).toBe(await sumOf(streamOf(SIZE)))
  await Promise.all(readers.slice(0, 299).map((reader) => reader.cancel()))
})

describe.skipIf(missing !== undefined)('a put that fails on its way', () => {
  test('a part that breaks is sent again, and the file is whole', async () => {
    const blobs = open()
    const key = newKey()
    plant({ kind: 'break', afterBytes: 3_000_000 }, { fits: /partNumber=2/, times: 2 })
    await blobs.put(key, film())
    expect(await sumIn(blobs, key)).toBe(await sumOf(streamOf(SIZE)))
  })

  test('where the last answer is lost, the work is found done', async () => {
    const blobs = open()
    const key = newKey()
    const faults: Fault[] = [
      { kind: 'break_answer', afterBytes: 0 },
      // Some stores have forgotten the parts when they are asked again.
      { kind: 'status', status: 404, code: 'NoSuchUpload' },
    ]
    proxy.faults = (line) => (/^POST .*uploadId=/.test(line) ? faults.shift() : undefined)
    await blobs.put(key, film())
    expect(faults).toEqual([])
    expect(await sumIn(blobs, key)).toBe(await sumOf(streamOf(SIZE)))
  })

  test('parts that the store has thrown away are no file', async () => {
    const blobs = open()
    const key = newKey()
    plant({ kind: 'status', status: 404, code: 'NoSuchUpload' }, { fits: /^POST .*uploadId=/, times: 1 })
    expect(await causeOf(blobs.put(key, film()))).toContain('has forgotten the parts')
    expect(await blobs.get(key)).toBeUndefined()
  })

  test('of a put that fails in the end nothing is seen, and nothing stays', async () => {
    const blobs = open()
    const key = newKey()
    plant(busy, { fits: /partNumber=3/ })
    expect(await causeOf(blobs.put(key, film()))).toContain('503')
    expect(await blobs.get(key)).toBeUndefined()
    expect(await unfinished()).toEqual([])
  })

  test('a store that dies meanwhile shows nothing of it later, and removing the id removes the rest', async () => {
    const blobs = open()
    const key = newKey()
    async function* dyingStream() {
      let sent = 0
      for await (const chunk of streamOf(SIZE)) {
        sent += chunk.byteLength
        if (sent > 1.5 * UPLOAD_PIECE_BYTES) await store.kill()
        yield chunk
      }
    }
    expect(await causeOf(blobs.put(key, { size: SIZE, bytes: dyingStream() }))).toContain('cannot be reached')
    await store.resume()
    expect(await blobs.get(key)).toBeUndefined()
    expect((await blobs.list({ limit: 10 })).blobs).toEqual([])
    expect((await unfinished()).length).toBe(1)
    await blobs.remove(key.slice(0, 36))
    expect(await unfinished()).toEqual([])
    await blobs.put(key, film())
    expect((await blobs.get(key))?.size).toBe(SIZE)
  })
})
