import { describe } from 'bun:test'
import { newUuidV7 } from '@parley/protocol'
import { testBlobs } from '../testing/blobs-contract'
import { sharedObjectStore, whyNoObjectStore } from '../testing/object-store'
import { S3Blobs } from './s3'

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
})
