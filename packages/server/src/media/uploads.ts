import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type Media as MediaFacts, type MediaId, type UserId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { blobKey, type Media, sameUpload } from './media'
import type { Picture, Pictures } from './pictures'
import { isPolyglot } from './polyglots'

export interface UploadsOptions {
  readonly media: Media
  readonly blobs: Blobs
  readonly pictures: Pictures
  /** Where files are while they arrive. */
  readonly incoming: string
  /** Takes one upload; 0 when it is allowed, else after how many milliseconds it will be. */
  readonly mayUpload: (userId: UserId) => number
}

/** A file that has arrived. */
interface Arrived {
  readonly path: string
  readonly bytes: number
  /** SHA-256. */
  readonly hash: Uint8Array
}

/** Characters of a hash that tell two uploads of one id apart. */
const VERSION_CHARS = 12

/** Bytes of pictures on their way in: received, looked at, made anew, stored, noted. */
export class Uploads {
  private files = 0
  private readonly underWay = new Map<number, number>()

  constructor(private readonly options: UploadsOptions) {}

  /**
   * Takes the bytes of an announced picture. Sent again, they answer the same.
   * @throws Failure with `not_found`, `rate_limited`, `too_large`, `media_empty`, `media_unsupported`, `media_too_many_pixels`,
   * `conflict`, `invalid_params` when there are more or less bytes than announced, `unavailable`
   */
  async receive(caller: Caller, id: MediaId, body: AsyncIterable<Uint8Array>): Promise<MediaFacts> {
    const row = await this.options.media.announced(caller, id)
    const { userKey } = caller
    const others = this.underWay.get(userKey) ?? 0
    if (others >= limits.uploadsAtOnce) throw fail('rate_limited', { retryAfterMs: 1_000 })
    const waitMs = this.options.mayUpload(caller.userId)
    if (waitMs > 0) throw fail('rate_limited', { retryAfterMs: waitMs })
    this.underWay.set(userKey, others + 1)
    try {
      await using file = await this.arrive(body)
      if (file.bytes === 0) throw fail('media_empty')
      if (file.bytes !== row.sent_size)
        throw fail('invalid_params', { field: 'size', message: `size: ${row.sent_size} bytes were announced` })
      if (row.ready_at !== null) return sameUpload(row, file.hash)
      return await this.store(id, file, { key: row.key, use: row.chat_key === null ? 'avatar' : 'message' })
    } finally {
      const left = (this.underWay.get(userKey) ?? 1) - 1
      if (left > 0) this.underWay.set(userKey, left)
      else this.underWay.delete(userKey)
    }
  }

  private async store(
    id: MediaId,
    file: Arrived,
    { key, use }: { key: number; use: 'message' | 'avatar' },
  ): Promise<MediaFacts> {
    const { blobs, media, pictures } = this.options
    const picture = await pictures.make(file.path, use)
    if (await isPolyglot(await Bun.file(file.path).bytes())) throw fail('media_unsupported')
    const version = Buffer.from(file.hash).toString('hex').slice(0, VERSION_CHARS)
    for (const size of picture.sizes) await blobs.put(blobKey(id, version, size), size.bytes)
    const facts = { sentHash: file.hash, version, thumbhash: picture.thumbhash, ...sizesOf(picture) }
    return media.uploaded(key, id, facts)
  }

  /** Writes the file where nothing serves it, and never more of it than the limit. */
  private async arrive(body: AsyncIterable<Uint8Array>): Promise<Arrived & AsyncDisposable> {
    const path = join(this.options.incoming, `${process.pid}-${this.files++}`)
    const remove = () => rm(path, { force: true })
    try {
      await mkdir(this.options.incoming, { recursive: true })
      const file = await open(path, 'w')
      const hash = createHash('sha256')
      let bytes = 0
      try {
        for await (const chunk of body) {
          bytes += chunk.byteLength
          if (bytes > limits.mediaBytes)
            throw fail('too_large', { message: `A file holds at most ${limits.mediaBytes} bytes.` })
          hash.update(chunk)
          await file.writeFile(chunk)
        }
      } finally {
        await file.close()
      }
      return { path, bytes, hash: hash.digest(), [Symbol.asyncDispose]: remove }
    } catch (error) {
      await remove()
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? fail('unavailable', { message: 'The disk is full. Nothing was stored.', cause: error as Error })
        : error
    }
  }
}

const sizesOf = ({ sizes }: Picture) => {
  const largest = sizes.at(-1)
  if (!largest) throw new Error('a picture has no size')
  const { width, height, bytes } = largest
  return { width, height, size: bytes.byteLength, sizes: sizes.map(({ width, height }) => ({ width, height })) }
}
