import { describe, expect, test } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import { Failure } from '../lib/fail'
import { testBlobs } from '../testing/blobs-contract'
import { sharedObjectStore, whyNoObjectStore } from '../testing/object-store'
import { streamOf } from '../testing/streams'
import { UPLOAD_PIECE_BYTES } from './blob-uploads'
import { S3Blobs } from './s3'
import { S3Client } from './s3-client'
import { S3Objects } from './s3-objects'

const refusalOf = (doing: Promise<unknown>): Promise<string> =>
  doing.then(
    () => 'done',
    (error) => (error instanceof Failure ? error.failure : String(error)),
  )

const missing = whyNoObjectStore()
if (missing) console.log(`Skipped, blobs in a store that speaks S3: ${missing}.`)

describe.skipIf(missing !== undefined)('with a real store', () => {
  testBlobs('blobs in an object store', async () => {
    const store = await sharedObjectStore()
    const prefix = newUuidV7()
    return {
      here: S3Blobs.open(store.address({ prefix })),
      there: S3Blobs.open(store.address({ prefix: `${prefix}/`.slice(0, -1) })),
      elsewhere: S3Blobs.open(store.address()),
    }
  })

  test('of two nodes that append to an upload at once, one is refused, and no piece is kept twice', async () => {
    const address = (await sharedObjectStore()).address({ prefix: newUuidV7() })
    const [here, there] = [S3Blobs.open(address).uploads, S3Blobs.open(address).uploads]
    const id = newUuidV7()
    const { promise: until, resolve: goOn } = Promise.withResolvers<void>()
    const { promise: stored, resolve: store } = Promise.withResolvers<void>()
    async function* hanging() {
      yield* streamOf(UPLOAD_PIECE_BYTES)
      // The first piece is stored before the next bytes are fetched.
      store()
      await until
      yield* streamOf(2 * UPLOAD_PIECE_BYTES)
    }
    const late = refusalOf(here.append(id, { offset: 0, bytes: hanging() }))
    await stored
    const size = 3 * UPLOAD_PIECE_BYTES
    expect(await there.append(id, { offset: UPLOAD_PIECE_BYTES, bytes: streamOf(2 * UPLOAD_PIECE_BYTES) })).toBe(size)
    goOn()
    expect(await late).toBe('conflict')
    const kept = await Array.fromAsync(new S3Objects(new S3Client(address)).all(address.prefix))
    expect(kept.map((object) => object.size)).toEqual([UPLOAD_PIECE_BYTES, UPLOAD_PIECE_BYTES, UPLOAD_PIECE_BYTES])
    expect(await here.length(id)).toBe(size)
  })
})
