import { limits } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import type { Lease, Leases } from '../work/leases'
import type { Job } from '../work/worker'
import * as store from './store'

export interface MediaSweepOptions {
  readonly database: Database
  readonly leases: Leases
  readonly blobs: Blobs
}

/** Pictures looked at in one part of the work. */
const BATCH_ROWS = 100

/** Removes uploads that nothing shows, and the bytes of those that nobody may see any more. */
export class MediaSweep implements Job {
  readonly name = 'media'
  readonly everyMs = 600_000

  constructor(private readonly options: MediaSweepOptions) {}

  async run(lease: Lease): Promise<boolean> {
    const settled = await this.settle(lease)
    const removed = await this.removeReleased(lease)
    return settled === BATCH_ROWS || removed === BATCH_ROWS
  }

  /** Each upload is looked at once, when its time is over: a message shows it by then, or none ever will. */
  private settle(lease: Lease): Promise<number> {
    const { database, leases } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      const before = tx.now - limits.mediaUnusedMs
      const rows = await store.selectUnsettled(tx.db, { before, limit: BATCH_ROWS })
      const shown = rows.filter(({ seq }) => seq !== null).map(({ key }) => key)
      const unused = rows.filter(({ seq }) => seq === null).map(({ key }) => key)
      if (shown.length > 0) await store.keep(tx.db, shown)
      if (unused.length > 0) await store.releaseUnused(tx.db, { keys: unused, before, nowMs: tx.now })
      return rows.length
    })
  }

  /** The bytes first: a row that is gone says nothing of what is left. */
  private async removeReleased(lease: Lease): Promise<number> {
    const { blobs, database, leases } = this.options
    const rows = await database.read((db) => store.selectReleased(db, BATCH_ROWS))
    for (const { id } of rows) await blobs.removeAll(toId(id))
    if (rows.length > 0)
      await database.write(async (tx) => {
        await leases.require(tx, lease)
        await store.deleteMedia(
          tx.db,
          rows.map(({ key }) => key),
        )
      })
    return rows.length
  }
}
