/** Bytes of a file that are kept before the file is whole. */
export interface AppendedBytes {
  /** Where they belong in the file: how many bytes are stored already. */
  readonly offset: number
  readonly bytes: AsyncIterable<Uint8Array>
}

/** The outcome of an upload. */
export interface FinishedUpload {
  readonly key: string
  /** Bytes of the whole file, 1 or more. */
  readonly size: number
}

/**
 * Unfinished uploads. Each node of an installation can continue an upload of another one, even after a crash of that
 * node. All state is in the store, and nothing counts before it is durable. A directory appends to one file, whose name
 * has the number of durable bytes. An object store has one object for each piece of `UPLOAD_PIECE_BYTES`. Bytes half
 * written when a node died are in neither. Callers let one node at a time append to an upload. A second one breaks
 * nothing. One of the two is refused, or the same bytes are stored twice.
 */
export interface BlobUploads {
  /** How many bytes are stored, from the first on without a gap. 0 for an unknown upload. */
  length(id: string): Promise<number>
  /**
   * Appends bytes and answers the new length. When `bytes` fails, what came before is stored, and the failure is thrown. Bytes
   * count now and then while they come, and at the end. In an object store, an append that ends inside a piece makes the next one
   * store that piece again: fewer, longer appends cost less.
   * @throws Failure with `conflict` when `offset` is not the length
   */
  append(id: string, appended: AppendedBytes): Promise<number>
  /**
   * Makes a whole upload the blob of a key, atomically, and removes the upload. Safe to repeat after a crash.
   * @throws Failure with `conflict` when the upload doesn't have `size` bytes
   */
  finish(id: string, finished: FinishedUpload): Promise<void>
  /** Removes an upload. An unknown one is no error. */
  discard(id: string): Promise<void>
  /** Ids of uploads in ascending order, for finding abandoned ones. */
  list(page: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly string[]>
}

/** An object store takes parts from 5 MiB on, and 10,000 of them make a file. This much is held in memory for each append. */
export const UPLOAD_PIECE_BYTES = 8 * 1024 * 1024
