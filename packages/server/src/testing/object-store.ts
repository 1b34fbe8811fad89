import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { S3Client } from '../blobs/s3-client'
import { readBlobsAddress, type S3Address } from '../config/blobs-address'
import { freePort } from './free-port'

const SWIFT = '/usr/lib/python3/dist-packages/swift/common/middleware/s3api'
const BUCKET = 'parley-test'

/** Why tests that need a store that speaks S3 cannot run here; undefined where they can. */
export const whyNoObjectStore = (): string | undefined =>
  existsSync(SWIFT) ? undefined : 'there is no OpenStack Swift (on Debian: apt-get install python3-swift)'

export interface AddressOptions {
  /** Of a proxy before the store. */
  readonly port?: number
  readonly secret?: string
  readonly bucket?: string
  /** By default one of its own, so that each test has an empty place. */
  readonly prefix?: string
  readonly style?: S3Address['style']
}

/** A real store that speaks S3, on a port that it keeps when it is restarted. */
export class TestObjectStore implements AsyncDisposable {
  private process: Bun.Subprocess<'pipe', 'pipe', 'ignore'> | undefined

  private constructor(
    readonly port: number,
    private readonly directory: string,
  ) {}

  static async start(): Promise<TestObjectStore> {
    const store = new TestObjectStore(await freePort(), await mkdtemp(join(tmpdir(), 'parley-objects-')))
    await store.resume()
    await new S3Client(store.address()).send({ method: 'PUT', name: '' })
    return store
  }

  /** The text of `PARLEY_BLOBS_URL` for a place in it. */
  url({ port = this.port, secret = 'a/secret', bucket = BUCKET, ...more }: AddressOptions = {}): string {
    const { prefix = newUuidV7(), style = 'path' } = more
    const who = `test%3Aparley:${encodeURIComponent(secret)}`
    const host = style === 'virtual' ? 'localhost' : '127.0.0.1'
    return `s3://${who}@${host}:${port}/${bucket}/${prefix}?tls=off&style=${style}`
  }

  address(options: AddressOptions = {}): S3Address {
    return readBlobsAddress(this.url(options)) as S3Address
  }

  /** Starts it again after `kill`. */
  async resume(): Promise<void> {
    const args = [`${this.port}`, this.directory, 'test:parley', 'a/secret']
    const server = Bun.spawn(['/usr/bin/python3', join(import.meta.dir, 'swift-server.py'), ...args], {
      stdin: 'pipe',
      stdout: 'pipe',
      stderr: 'ignore',
    })
    server.unref()
    this.process = server
    const { done } = await server.stdout.getReader().read()
    if (done) throw new Error('the object store ended')
  }

  /** Ends it silently, like a lost machine. Its data stays. */
  async kill(): Promise<void> {
    this.process?.kill('SIGKILL')
    await this.process?.exited
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.kill()
    await rm(this.directory, { recursive: true, force: true })
  }
}

let shared: Promise<TestObjectStore> | undefined

/** The store that all tests of one process share; it ends with the process. */
export const sharedObjectStore = (): Promise<TestObjectStore> => {
  shared ??= TestObjectStore.start()
  return shared
}
