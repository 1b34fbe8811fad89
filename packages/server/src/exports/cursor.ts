/** A file whose bytes are being copied into the archive. */
export interface CopiedFile {
  readonly name: string
  readonly blob: string
  readonly size: number
  /** Where its header begins in the archive. */
  readonly offset: number
  /** Bytes in the archive so far, and their check sum. */
  readonly copied: number
  readonly crc: number
}

/** Where the work on an export continues. */
export interface Cursor {
  /** The number of the section. */
  readonly section: number
  /** Where the section continues; absent at its beginning. */
  readonly after?: unknown
  /** The file that is being copied. */
  readonly file?: CopiedFile
  /** The length of the whole archive, once all of it is there. */
  readonly whole?: number
}

export const startCursor: Cursor = { section: 0 }
