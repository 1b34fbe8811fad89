import { createHash } from 'node:crypto'
import type { MediaId } from '@parley/protocol'
import { UPLOAD_PIECE_BYTES } from '../blobs/blob-uploads'
import type { Blobs } from '../blobs/blobs'
import type { Caller } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import { fileKey } from './blob-keys'
import { CONTAINER_BYTES } from './containers'
import type { Media } from './media'
import type { MediaRow } from './store'
import type { UploadTurns } from './upload-turns'
import { typeOf } from './upload-types'

export interface ResumableUploadsOptions {
  readonly media: Media
  readonly blobs: Blobs
  readonly turns: UploadTurns
}

/** How far an upload is. */
export interface UploadStatus {
  /** Bytes that are stored, from the first on without a gap. */
  readonly offset: number
  /** Bytes of the whole file. */
  readonly size: number
}

/** Bytes to append, and where they belong. */
export interface Appending {
  readonly offset: number
  readonly body: AsyncIterable<Uint8Array>
}

/** A request that an upload is busy with, or that waits for an earlier one. */
interface Running {
  /** Ends its append; what came is stored. */
  readonly stop: () => void
  /** Settles when it is done. */
  readonly done: Promise<unknown>
}

/** The part of a blob's key that stands for the bytes: an id is used once, so its bytes never change once they are whole. */
const VERSION = 'whole'

/**
 * Uploads in parts, which go on after a lost connection, also on another node: all state is in the blob store. Pictures are small
 * and come whole. A later request for an upload ends an earlier one, because its client has given that one up. One request at a time
 * is busy with an upload: two that append would write over each other, also after the upload became a blob.
 */
export class ResumableUploads {
  /** The latest request for each upload. */
  private readonly running = new Map<MediaId, Running>()

  constructor(private readonly options: ResumableUploadsOptions) {}

  /**
   * How much is stored of an announced upload.
   * @throws Failure with `not_found`, `rate_limited`, `media_unsupported`, `unavailable`
   */
  async status(caller: Caller, id: MediaId): Promise<UploadStatus> {
    this.options.turns.take(caller)
    await this.announced(caller, id)
    return this.takeOver(id, async () => {
      const row = await this.announced(caller, id)
      const { sent_size: size } = row
      if (row.ready_at !== null) return { offset: size, size }
      const offset = await this.stored(id, size)
      // The node may have died between the last byte and this.
      if (offset === size) await this.finish(row, id)
      return { offset, size }
    })
  }

  /**
   * Appends bytes, and finishes the upload when it is whole. When the body fails, the bytes before the failure are stored.
   * @returns the new offset
   * @throws Failure with `conflict` when `offset` isn't how much is stored, `invalid_params` for more bytes than were announced,
   * `not_found`, `rate_limited`, `media_unsupported`, `unavailable`
   */
  async append(caller: Caller, id: MediaId, { offset, body }: Appending): Promise<UploadStatus> {
    const append = async (stopped: Promise<void>) => {
      // An earlier request may have made it whole.
      const row = await this.unfinished(caller, id)
      const size = row.sent_size
      const stored = await this.appendPaid(caller, id, {
        offset,
        body: until(stopped, upTo(size - offset, body)),
      })
      if (stored === size) await this.finish(row, id)
      return { offset: stored, size }
    }
    return this.options.turns.run(caller, async () => {
      // Another account's request ends nothing, and neither does one for a whole file.
      await this.unfinished(caller, id)
      return this.takeOver(id, append)
    })
  }

  /** Appends bytes. The account pays for bytes that the store writes again, even when the append fails. */
  private async appendPaid(caller: Caller, id: MediaId, { offset, body }: Appending): Promise<number> {
    let brought = 0
    const counted = async function* () {
      for await (const chunk of body) {
        brought += chunk.byteLength
        yield chunk
      }
    }
    try {
      return await this.options.blobs.uploads.append(id, { offset, bytes: counted() })
    } finally {
      const again = offset % UPLOAD_PIECE_BYTES
      // An append at another offset, or without bytes, costs the store nothing.
      if (brought > 0) this.options.turns.chargeAgain(caller, { again, brought })
    }
  }

  private async announced(caller: Caller, id: MediaId): Promise<MediaRow> {
    const row = await this.options.media.announced(caller, id)
    if (row.kind === 'image') throw fail('not_found', { message: 'Send pictures whole, with PUT.' })
    return row
  }

  private async unfinished(caller: Caller, id: MediaId): Promise<MediaRow> {
    const row = await this.announced(caller, id)
    if (row.ready_at !== null) throw fail('conflict')
    return row
  }

  /** Ends the earlier request for an upload, and runs when it is done. */
  private async takeOver<T>(id: MediaId, run: (stopped: Promise<void>) => Promise<T>): Promise<T> {
    const earlier = this.running.get(id)
    earlier?.stop()
    const { promise: stopped, resolve: stop } = Promise.withResolvers<void>()
    const done = (earlier?.done ?? Promise.resolve()).then(() => run(stopped))
    const running = { stop, done: done.catch(() => undefined) }
    this.running.set(id, running)
    try {
      return await done
    } finally {
      if (this.running.get(id) === running) this.running.delete(id)
    }
  }

  /** A whole upload that became a blob counts, also when its row doesn't know that yet. */
  private async stored(id: MediaId, size: number): Promise<number> {
    const { blobs } = this.options
    const length = await blobs.uploads.length(id)
    if (length > 0) return length
    return (await blobs.get(fileKey(id, VERSION)))?.size === size ? size : 0
  }

  /** Safe to repeat. */
  private async finish(row: MediaRow, id: MediaId): Promise<void> {
    const { blobs, media } = this.options
    const key = fileKey(id, VERSION)
    const { sent_size: size } = row
    // A blob that another request made, on whatever node, is never replaced: people may have it already.
    if ((await blobs.get(key))?.size === size) await blobs.uploads.discard(id)
    else await blobs.uploads.finish(id, { key, size })
    const mime = await this.typeOf(row, key)
    const sentHash = createHash('sha256').update(`resumed ${id}`).digest()
    await media.uploaded(row.key, id, { sentHash, version: VERSION, size, storedBytes: size, mime })
  }

  private async typeOf({ kind }: MediaRow, key: string): Promise<string | undefined> {
    const { blobs } = this.options
    try {
      return typeOf(kind, await headOf(blobs, key))
    } catch (error) {
      // Refused: these bytes are never served.
      if (error instanceof Failure && error.failure === 'media_unsupported') await blobs.remove(key)
      throw error
    }
  }
}

/** The first bytes of a blob. */
const headOf = async (blobs: Blobs, key: string): Promise<Uint8Array> => {
  const blob = await blobs.get(key)
  const head = await blob?.slice(0, Math.min(CONTAINER_BYTES, blob.size))
  return new Uint8Array(await new Response(head).arrayBuffer())
}

/**
 * The same bytes.
 * @throws Failure with `invalid_params` where there are more than `bytes` of them
 */
async function* upTo(bytes: number, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let count = 0
  for await (const chunk of body) {
    count += chunk.byteLength
    if (count > bytes) throw fail('invalid_params', { field: 'size', message: 'size: more bytes than announced' })
    yield chunk
  }
}

/** The same bytes, as far as they come before `end`. */
async function* until(end: Promise<void>, body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  let leave: (() => void) | undefined
  let hasEnded = false
  // A race for each chunk would leave something behind in `end` each time.
  void end.then(() => {
    hasEnded = true
    leave?.()
  })
  while (true) {
    const next = await new Promise<IteratorResult<Uint8Array> | undefined>((resolve, reject) => {
      leave = () => resolve(undefined)
      chunks.next().then(resolve, reject)
    })
    if (hasEnded || next === undefined || next.done) break
    yield next.value
  }
}
