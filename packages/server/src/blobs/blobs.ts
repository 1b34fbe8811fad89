import type { BlobUploads } from './blob-uploads'

/** A stream of known length. */
export interface SizedStream {
  /** Bytes. */
  readonly size: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/** The bytes stored under one key. */
export interface StoredBlob {
  /** Bytes. */
  readonly size: number
  /**
   * The bytes from `from` to before `to`, as a body for `Response`. They are read as the reader takes them, so a slow reader
   * costs no memory.
   * @throws Failure with `not_found` when the blob was removed since
   */
  slice(from: number, to: number): Promise<Blob | ReadableStream<Uint8Array>>
}

/** A blob as a listing shows it. */
export interface ListedBlob {
  readonly key: string
  /** Bytes. */
  readonly size: number
  /** When it was stored, by the clock of the place, in epoch milliseconds. */
  readonly storedAt: number
}

/** A part of a listing. */
export interface BlobPage {
  readonly blobs: readonly ListedBlob[]
  /** Where the next page begins; undefined after the last one. */
  readonly next: string | undefined
}

/**
 * The port of the store for the bytes of files. Keys look like `<id>/<name>`, and the server makes them. The bytes of a key never
 * change: a name holds a part of their hash, or the id is used once. So the key alone tells two versions apart, as in `ETag`.
 *
 * No reader ever sees a part of a blob. Memory is bounded by a few MiB, whatever the size. Every method throws `unavailable` when
 * the place is full or cannot be reached.
 */
export interface Blobs {
  /** The location as text for people, without secrets. */
  readonly place: string
  /** Uploads that are not finished. */
  readonly uploads: BlobUploads
  /**
   * Stores bytes, and resolves when they survive a power cut. The same key again replaces them.
   * @throws {Error} when a stream has more or fewer bytes than it said; nothing is stored then
   */
  put(key: string, source: Uint8Array | SizedStream): Promise<void>
  /** Stores a file of this machine like `put` does, and removes it. On the same disk the file is moved. */
  adopt(key: string, path: string): Promise<void>
  /**
   * Undefined when the key has no blob.
   * @param known the size from an earlier call, which saves a request to a store on another machine. `slice` then throws a
   * Failure with `not_found` when the blob was removed since.
   */
  get(key: string, known?: { readonly size: number }): Promise<StoredBlob | undefined>
  /** Stores the same bytes under another key. Returns false when there are none to copy. */
  copy(from: string, to: string): Promise<boolean>
  /**
   * One page of all blobs, of about `limit` entries, in any order. Each blob that exists from the first page to
   * the last is in exactly one of them.
   * @param page `after` is `next` of the page before
   */
  list(page: { readonly after?: string | undefined; readonly limit: number }): Promise<BlobPage>
  /**
   * Removes the blob of a key, or all blobs of an id, and resolves when a power cut doesn't bring them back. An unknown key or
   * id is no error.
   */
  remove(keyOrId: string): Promise<void>
  /** The marks of this store: names by which nodes recognise that they share it. */
  marks(): Promise<readonly string[]>
  /** Adds a mark. It removes none, so two nodes can add marks at once. */
  addMark(mark: string): Promise<void>
}
