/** A part of what is stored, or all of it; nothing is read before it is sent. */
export interface StoredBlob {
  /** Bytes. */
  readonly size: number
  /** The bytes from `from` to before `to`. */
  slice(from: number, to: number): Blob
}

/**
 * The port to where bytes are kept: pictures, and later every other file. Keys look like `<id>/<name>` and are made by the
 * server. Failing for want of space or connection is `unavailable`.
 */
export interface Blobs {
  /** Where they are, in words that may be shown. */
  readonly place: string
  /** Stores bytes; resolves when they survive a power cut. The same key again replaces them, at once and as a whole. */
  put(key: string, bytes: Uint8Array): Promise<void>
  /** Undefined when there is nothing. */
  get(key: string): Promise<StoredBlob | undefined>
  /** Removes everything of an id; what is not there is no error. */
  removeAll(id: string): Promise<void>
  /**
   * Several nodes must see the same blobs: makes `mark` the name of this place when it has none, and answers the name that it has.
   */
  mark(mark: string): Promise<string>
}
