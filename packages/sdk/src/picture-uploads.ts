import type { ImageBody, MessageId } from '@parley/protocol'
import { errors } from '@parley/protocol/errors'
import type { Connection } from './connection'
import { ParleyError } from './error'
import type { LocalStore, OutboxEntry } from './store/store'
import type { Upload } from './upload'

/** An answer to `media.create` takes no longer than this. */
const createMs = 15_000

export interface PictureUploadsOptions {
  readonly store: LocalStore
  readonly connection: Connection
  readonly upload: Upload
  /** How far one is, from 0 to 1. */
  readonly onProgress: (entry: OutboxEntry, share: number) => void
}

/** The bytes of pictures in the outbox: sent before the message that shows them. */
export class PictureUploads {
  readonly #running = new Map<MessageId, AbortController>()
  readonly #options: PictureUploadsOptions

  constructor(options: PictureUploadsOptions) {
    this.#options = options
  }

  /** Resolves when the server has the bytes; what it has already is not sent again. Throws ParleyError. */
  async bring(entry: OutboxEntry, body: ImageBody): Promise<void> {
    const { connection, store, upload, onProgress } = this.#options
    const end = new AbortController()
    this.#running.set(entry.id, end)
    try {
      const bytes = await store.bytes(entry.id)
      if (bytes === undefined) throw lost()
      const { mediaId: id, name } = body
      const params = { id, chatId: entry.chatId, name, size: bytes.size }
      const { media, upload: path } = await connection.call('media.create', params, createMs)
      if (media) return
      await upload({ path, bytes, signal: end.signal, onProgress: (share) => onProgress(entry, share) })
    } finally {
      if (this.#running.get(entry.id) === end) this.#running.delete(entry.id)
    }
  }

  /** Ends an upload that goes on. */
  end(id: MessageId): void {
    this.#running.get(id)?.abort()
  }
}

/** The browser threw the bytes away. */
const lost = (): ParleyError =>
  new ParleyError({ message: errors.media_empty.message, data: { code: 'media_empty', retry: false } })
