import type { MediaId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import { errorFields, type Logger } from '../lib/logger'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Database, Transaction } from '../storage/database'
import { keysOf } from './blob-keys'
import * as holds from './holds-store'
import type { MediaRow } from './store'
import { selectRows } from './sweep-store'

export interface ReleasedBytesOptions {
  readonly database: Pick<Database, 'now' | 'read' | 'write'>
  readonly blobs: Blobs
  readonly logger: Pick<Logger, 'warn' | 'error'>
}

/** Called first in each transaction of background work. */
type Fence = (tx: Transaction) => Promise<void>

/** Rows of one read: one for each time that an upload was sent, reported and retracted. */
const PAGE = 100
/** How long a copy that failed waits; each further failure doubles the time. */
const WAIT_MS = 600_000
const WAIT_MAX_MS = 86_400_000
/** Bytes that were missing this many times are lost. Until then, their disk or store may only be out of reach. */
const MISSING_TRIES = 5

/** Failed tries of one row. */
interface Failed {
  readonly tries: number
  /** When the next try may begin. */
  readonly dueAt: number
}

/** The bytes of released uploads. Those that a report holds are kept under an id that no user knows. */
export class ReleasedBytes {
  private readonly failed = new Map<number, Failed>()
  /** Where the next step of `copyNext` goes on. */
  private lastCopied = 0

  constructor(private readonly options: ReleasedBytesOptions) {}

  /**
   * Removes the bytes under an id, once those that reports hold lie under another one. Safe to repeat, and to do twice at once.
   * Returns false when a failed copy still waits for its next try: the bytes then stay.
   * @throws the failure of a copy; the bytes stay, too
   */
  async remove(id: MediaId, fence: Fence = async () => {}): Promise<boolean> {
    if (!(await this.copyAll(id, fence))) return false
    await this.options.blobs.remove(id)
    return true
  }

  /**
   * Copies what was interrupted; returns how many rows there were. A row that fails keeps no others, and is tried again later.
   * @param failures receives the errors
   */
  async copyNext(limit: number, { fence, failures }: { fence: Fence; failures: unknown[] }): Promise<number> {
    const { database } = this.options
    const rows = await database.read((db) => holds.selectUncopied(db, { after: this.lastCopied, limit }))
    this.lastCopied = rows.length < limit ? 0 : (rows.at(-1)?.key ?? 0)
    const ids = [...new Set(rows.flatMap(({ copy_of }) => (copy_of === null ? [] : [toId<MediaId>(copy_of)])))]
    const known = await database.read((db) => (ids.length === 0 ? Promise.resolve([]) : selectRows(db, ids)))
    const left = new Set(known.map((row) => toId<MediaId>(row.id)))
    for (const id of ids)
      try {
        await (left.has(id) ? this.copyAll(id, fence) : this.remove(id, fence))
      } catch (error) {
        failures.push(error)
      }
    return rows.length
  }

  /**
   * Copies the bytes under an id for all rows that need them. Returns whether none needs them any longer.
   * @throws the first failure, when all others are copied
   */
  private async copyAll(id: MediaId, fence: Fence): Promise<boolean> {
    const { database } = this.options
    const failures: unknown[] = []
    let waiting = 0
    let after = 0
    for (;;) {
      const rows = await database.read((db) => holds.selectUncopied(db, { of: toBytes(id), after, limit: PAGE }))
      const due = rows.filter(({ key }) => (this.failed.get(key)?.dueAt ?? 0) <= database.now())
      waiting += rows.length - due.length
      for (const row of due)
        try {
          await this.copyOne(row, fence)
        } catch (error) {
          failures.push(error)
        }
      after = rows.at(-1)?.key ?? 0
      if (rows.length < PAGE) break
    }
    if (failures.length > 0) throw failures[0]
    return waiting === 0
  }

  private async copyOne(row: MediaRow, fence: Fence): Promise<void> {
    const { database, logger } = this.options
    try {
      const state = await this.copyBytes(row)
      await database.write(async (tx) => {
        await fence(tx)
        await holds.noteCopied(tx.db, row.key, state)
      })
      this.failed.delete(row.key)
    } catch (error) {
      const tries = (this.failed.get(row.key)?.tries ?? 0) + 1
      const waitMs = Math.min(WAIT_MS * 2 ** (tries - 1), WAIT_MAX_MS)
      this.failed.set(row.key, { tries, dueAt: database.now() + waitMs })
      logger.warn('bytes that a report holds were not copied yet', { mediaId: idOf(row), ...errorFields(error) })
      throw error
    }
  }

  /** @throws when bytes are missing under both ids, until that was so too often to be for a moment */
  private async copyBytes(row: MediaRow): Promise<holds.CopyState> {
    const { blobs, logger } = this.options
    const to = keysOf(row)
    let missing = 0
    for (const [at, from] of keysOf({ ...row, id: row.copy_of ?? row.id }).entries()) {
      const key = to[at] ?? from
      // An interrupted move may have copied these bytes and removed their source.
      if (!(await blobs.copy(from, key)) && !(await blobs.get(key))) missing++
    }
    if (missing === 0) return 'copied'
    if ((this.failed.get(row.key)?.tries ?? 0) + 1 < MISSING_TRIES) throw new Error('the bytes are missing')
    logger.error('bytes that a report holds are lost', { mediaId: idOf(row), count: missing })
    return missing === to.length ? 'lost' : 'copied'
  }
}

/** The id that the message named. */
const idOf = (row: MediaRow): MediaId => toId<MediaId>(row.copy_of ?? row.id)
