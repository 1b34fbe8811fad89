import type { MediaId, MessageId } from '@parley/protocol'
import type { UploadBytes } from '../store/new-media'
import type { LocalStore, OutboxEntry } from '../store/store'
import type { Tabs } from '../store/tabs'

/** The bytes of an upload of a message. */
export type EntryBytes = readonly [MessageId, MediaId, Blob]

export interface OutboxWriterOptions {
  readonly store: LocalStore
  readonly tabs: Tabs
  readonly isWaiting: (entry: OutboxEntry) => boolean
}

/** Writes messages of the outbox into the local store, with the bytes of their uploads, and tells the other tabs. */
export class OutboxWriter {
  /** Entries whose write has not finished. */
  readonly #saving = new Map<MessageId, Promise<void>>()
  /** Bytes that the store has no room for: they are sent, and lost with this page. */
  readonly #unsaved = new Map<MessageId, Map<MediaId, Blob>>()
  readonly #options: OutboxWriterOptions

  constructor(options: OutboxWriterOptions) {
    this.#options = options
  }

  /** Writes entries in one transaction. */
  save(entries: readonly OutboxEntry[], bytes: readonly EntryBytes[] = []): void {
    const { store, tabs, isWaiting } = this.#options
    const saved = store
      .write({ outbox: entries, bytes }, 'now')
      .catch(() => this.#hold(bytes))
      .then(() => {
        for (const entry of entries) {
          if (this.#saving.get(entry.id) === saved) this.#saving.delete(entry.id)
          // Not when it was thrown away meanwhile: the other tabs have heard that already.
          if (!isWaiting(entry)) continue
          const own = store.persistent ? [] : bytes.filter(([id]) => id === entry.id)
          const more = own.length > 0 && { bytes: own.map(([, mediaId, one]): UploadBytes => [mediaId, one]) }
          tabs.post({ type: 'put', entry, ...more })
        }
      })
    for (const entry of entries) this.#saving.set(entry.id, saved)
  }

  /** Resolves when the write of an entry is done, or has turned out not to work. */
  async saved(id: MessageId): Promise<void> {
    await this.#saving.get(id)
  }

  /** The bytes of an upload. */
  async bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    return this.#unsaved.get(id)?.get(mediaId) ?? this.#options.store.bytes(id, mediaId)
  }

  /** Lets go of the bytes of a message that waits no longer. */
  forget(id: MessageId): void {
    this.#unsaved.delete(id)
  }

  #hold(bytes: readonly EntryBytes[]): void {
    for (const [id, mediaId, one] of bytes)
      this.#unsaved.set(id, (this.#unsaved.get(id) ?? new Map<MediaId, Blob>()).set(mediaId, one))
  }
}
