import { createHash } from 'node:crypto'
import { mkdir, open, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { limits, type Media as MediaFacts, type MediaId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { type FreeSpace, requireFreeSpace, whileFree } from '../lib/free-space'
import { fileKey, pictureKey } from './blob-keys'
import { CONTAINER_BYTES } from './containers'
import type { Picture, PictureUse } from './make-picture'
import { type Media, sameUpload } from './media'
import type { Pictures } from './pictures'
import type { MediaRow } from './store'
import type { UploadTurns } from './upload-turns'
import { typeOf } from './upload-types'

export interface UploadsOptions {
  readonly media: Media
  readonly blobs: Blobs
  readonly pictures: Pictures
  /** Where files are while they arrive. */
  readonly incoming: string
  /** Free space to keep on its disk; by default as much as the database may need. */
  readonly keptFree?: FreeSpace
  readonly turns: UploadTurns
}

/** Bytes on their way in. */
export interface Sending {
  readonly body: AsyncIterable<Uint8Array>
  /** Aborted when the sender is gone. */
  readonly signal?: AbortSignal
}

/** A file that has arrived. */
interface Arrived {
  readonly path: string
  readonly bytes: number
  /** The first bytes of it. */
  readonly head: Uint8Array
  /** SHA-256. */
  readonly hash: Uint8Array
}

interface Making {
  readonly use: PictureUse
  readonly ownerKey: number
  readonly signal: AbortSignal | undefined
}

/** A picture that was made of an upload. */
export interface MadePicture {
  /** Of the media's row. */
  readonly key: number
  readonly id: MediaId
  /** SHA-256 of the file. */
  readonly hash: Uint8Array
  readonly picture: Picture
}

/** Characters of a hash that tell two uploads of one id apart. */
const VERSION_CHARS = 12

/** Bytes on their way in: received, examined, stored, noted. Pictures are re-encoded. */
export class Uploads {
  private files = 0

  constructor(private readonly options: UploadsOptions) {}

  /**
   * Takes the bytes of an announced upload. Sent again, they return the same.
   * @throws Failure with `not_found`, `rate_limited`, `too_large`, `media_empty`, `media_unsupported`, `media_too_many_pixels`,
   * `media_too_costly`, `media_trailing_bytes`, `conflict`, `unavailable`. `invalid_params` means
   * that the size differs from the announced one, `invalid_request` that the sender disconnected
   */
  async receive(caller: Caller, id: MediaId, { body, signal }: Sending): Promise<MediaFacts> {
    const { media, pictures, turns } = this.options
    return turns.run(caller, async () => {
      const row = await media.announced(caller, id)
      if (row.kind === 'image') pictures.requireRoom(caller.userKey)
      await using file = await this.arrive(body, row.sent_size)
      if (file.bytes === 0) throw fail('media_empty')
      if (file.bytes !== row.sent_size) throw otherSize(row.sent_size)
      if (row.ready_at !== null) return sameUpload(row, file.hash)
      if (row.kind !== 'image') return await this.keepFile(row, id, file)
      const use = row.chat_key === null ? 'avatar' : 'message'
      const picture = await this.make(file, { use, ownerKey: row.owner_key, signal })
      return await this.keep({ key: row.key, id, hash: file.hash, picture })
    })
  }

  /**
   * Stores a picture that was made of an upload, and notes it.
   * @throws Failure with `conflict`, `not_found`, `unavailable`
   */
  async keep({ key, id, hash, picture }: MadePicture): Promise<MediaFacts> {
    const version = versionOf(hash)
    for (const size of picture.sizes) await this.options.blobs.put(pictureKey(id, version, size), size.bytes)
    return this.options.media.uploaded(key, id, { sentHash: hash, version, ...sizesOf(picture) })
  }

  /** Stores a file as it came. */
  private async keepFile(row: MediaRow, id: MediaId, { path, bytes, head, hash }: Arrived): Promise<MediaFacts> {
    const mime = typeOf(row.kind, head)
    const version = versionOf(hash)
    await this.options.blobs.adopt(fileKey(id, version), path)
    return this.options.media.uploaded(row.key, id, { sentHash: hash, version, size: bytes, storedBytes: bytes, mime })
  }

  private async make({ path }: Arrived, { use, ownerKey, signal }: Making): Promise<Picture> {
    try {
      return await this.options.pictures.make({ path, use, ownerKey, signal })
    } catch (error) {
      throw signal?.aborted
        ? fail('invalid_request', { message: 'The connection ended before the picture was complete.' })
        : error
    }
  }

  /** Writes the file where nothing serves it, and never more of it than was announced, which is what its sender pays for. */
  private async arrive(body: AsyncIterable<Uint8Array>, size: number): Promise<Arrived & AsyncDisposable> {
    const path = join(this.options.incoming, `${process.pid}-${this.files++}`)
    const remove = () => rm(path, { force: true })
    try {
      await mkdir(this.options.incoming, { recursive: true })
      const requireRoom = () => requireFreeSpace(this.options.incoming, this.options.keptFree)
      await requireRoom()
      const file = await open(path, 'w')
      const hash = createHash('sha256')
      const head = Buffer.alloc(CONTAINER_BYTES)
      let bytes = 0
      try {
        for await (const chunk of whileFree(body, requireRoom)) {
          if (bytes < head.byteLength) head.set(chunk.subarray(0, head.byteLength - bytes), bytes)
          bytes += chunk.byteLength
          if (bytes > limits.mediaBytes)
            throw fail('too_large', { message: `A file holds at most ${limits.mediaBytes} bytes.` })
          if (bytes > size) throw otherSize(size)
          hash.update(chunk)
          await file.writeFile(chunk)
        }
      } finally {
        await file.close()
      }
      return { path, bytes, head: head.subarray(0, bytes), hash: hash.digest(), [Symbol.asyncDispose]: remove }
    } catch (error) {
      await remove()
      throw (error as NodeJS.ErrnoException).code === 'ENOSPC'
        ? fail('unavailable', { message: 'The disk is full. Nothing was stored.', cause: error as Error })
        : error
    }
  }
}

const otherSize = (size: number) =>
  fail('invalid_params', { field: 'size', message: `size: ${size} bytes were announced` })

const versionOf = (hash: Uint8Array): string => Buffer.from(hash).toString('hex').slice(0, VERSION_CHARS)

const sizesOf = ({ sizes, thumbhash }: Picture) => {
  const largest = sizes.at(-1)
  if (!largest) throw new Error('a picture has no size')
  const { width, height, bytes } = largest
  return {
    size: bytes.byteLength,
    storedBytes: sizes.reduce((total, size) => total + size.bytes.byteLength, 0),
    picture: { width, height, thumbhash, sizes: sizes.map((size) => ({ width: size.width, height: size.height })) },
  }
}
