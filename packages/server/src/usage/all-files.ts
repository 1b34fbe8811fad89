import { fail } from '../lib/fail'
import type { Database } from '../storage/database'
import { countedBytes } from './counted-bytes'
import * as store from './store'

export interface AllFilesOptions {
  readonly database: Database
  /** Bytes of the files of all accounts; undefined for no limit. */
  readonly most: number | undefined
}

/** A total is this old before it is added up again. */
const FRESH_MS = 60_000
/** Rows of one read. */
const PAGE_ROWS = 2_000
const RETRY_MS = 60_000

/** The room of a file that takes none. */
export const noRoom: Disposable = { [Symbol.dispose]: () => {} }

/**
 * Bounds the files of all accounts together. Accounts cost an attacker little, so that a limit for each of them doesn't
 * protect the disk. Adding up all files in the transaction of each announcement would delay other writes. So the total
 * is read in pages, once a minute at most. This node's own announcements since then count at once.
 */
export class AllFiles {
  private total: Promise<number> | undefined
  private readAt = 0
  /** Bytes that were announced here since the total was read. */
  private announced = 0
  /** Bytes of files that are being announced. */
  private pending = 0

  constructor(private readonly options: AllFilesOptions) {}

  /**
   * Takes room for a file that is about to be announced, so that others at the same moment don't get the same room.
   * @returns the room. Dispose it once the file is announced or refused
   * @throws Failure with `unavailable` when all accounts together have reached the limit
   */
  async takeRoom(size: number): Promise<Disposable> {
    const { most } = this.options
    if (most === undefined) return noRoom
    const bytes = countedBytes(size)
    const total = await this.read()
    if (total + this.announced + this.pending + bytes > most)
      throw fail('unavailable', {
        retryAfterMs: RETRY_MS,
        message: 'This server has no room for more files. Its administrators can make room.',
      })
    this.pending += bytes
    return {
      [Symbol.dispose]: () => {
        this.pending -= bytes
      },
    }
  }

  /** Counts a file that was announced. */
  add(size: number): void {
    this.announced += countedBytes(size)
  }

  private read(): Promise<number> {
    const now = this.options.database.now()
    // A clock that was set back doesn't keep an old total.
    if (this.total && Math.abs(now - this.readAt) < FRESH_MS) return this.total
    this.readAt = now
    this.announced = 0
    const total = this.sum()
    total.catch(() => {
      if (this.total === total) this.total = undefined
    })
    this.total = total
    return total
  }

  private async sum(): Promise<number> {
    let bytes = 0
    let after = 0
    while (true) {
      const page = await this.options.database.read((db) => store.sumPage(db, { after, limit: PAGE_ROWS }))
      bytes += page.bytes
      if (page.last === undefined) return bytes
      after = page.last
    }
  }
}
