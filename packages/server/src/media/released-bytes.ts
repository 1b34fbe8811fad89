import type { MediaId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Database, Transaction } from '../storage/database'
import { keysOf } from './blob-keys'
import * as holds from './holds-store'
import type { MediaRow } from './store'
import { selectRows } from './sweep-store'

export interface ReleasedBytesOptions {
  readonly database: Database
  readonly blobs: Blobs
}

/** Called first in each transaction of background work. */
type Fence = (tx: Transaction) => Promise<void>

/** Rows that hold the bytes of one upload: one for each time that it was sent, reported and retracted. */
const COPIES = 100

/** The bytes of released uploads. Those that a report holds are kept under an id that no user knows. */
export class ReleasedBytes {
  constructor(private readonly options: ReleasedBytesOptions) {}

  /** Removes the bytes under an id, once those that reports hold lie under another one. Safe to repeat, and to do twice at once. */
  async remove(id: MediaId, fence: Fence = async () => {}): Promise<void> {
    const { blobs, database } = this.options
    const rows = await database.read((db) => holds.selectUncopied(db, { of: toBytes(id), limit: COPIES }))
    await this.copy(rows, fence)
    await blobs.remove(id)
  }

  /** Copies what was interrupted; returns how many there were. */
  async copyNext(limit: number, fence: Fence): Promise<number> {
    const { blobs, database } = this.options
    const rows = await database.read((db) => holds.selectUncopied(db, { limit }))
    await this.copy(rows, fence)
    const ids = rows.flatMap(({ copy_of }) => (copy_of === null ? [] : [toId<MediaId>(copy_of)]))
    const known = await database.read((db) => (ids.length === 0 ? Promise.resolve([]) : selectRows(db, ids)))
    const left = new Set(known.map((row) => toId<MediaId>(row.id)))
    for (const id of ids) if (!left.has(id)) await blobs.remove(id)
    return rows.length
  }

  private async copy(rows: readonly MediaRow[], fence: Fence): Promise<void> {
    const { blobs, database } = this.options
    if (rows.length === 0) return
    for (const row of rows) {
      const to = keysOf(row)
      for (const [at, from] of keysOf({ ...row, id: row.copy_of ?? row.id }).entries())
        await blobs.copy(from, to[at] ?? from)
    }
    await database.write(async (tx) => {
      await fence(tx)
      await holds.noteCopied(
        tx.db,
        rows.map(({ key }) => key),
      )
    })
  }
}
