import type { Blobs } from '../blobs/blobs'
import { errorFields, type Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import type { Lease, Leases } from '../work/leases'
import type { Job } from '../work/worker'
import * as store from './export-store'
import { selectUser } from './person-store'
import { publishUntil } from './publish-until'

export interface ExportSweepOptions {
  readonly database: Database
  readonly leases: Pick<Leases, 'require'>
  readonly blobs: Blobs
  readonly logger: Logger
}

/** Rows of one step. */
const BATCH_ROWS = 50

/** Removes exports whose time is over, those that a newer one replaced, and those of erased accounts. */
export class ExportSweep implements Job {
  readonly name = 'old exports'
  readonly everyMs = 60_000
  /** The last row of this round: rows that fail don't keep those after them. */
  private after = 0

  constructor(private readonly options: ExportSweepOptions) {}

  async run(lease: Lease): Promise<boolean> {
    const { database, leases } = this.options
    const over = await database.read((db) => store.selectOver(db, database.now(), BATCH_ROWS))
    for (const row of over) await this.end(lease, row)
    const removing = await database.read((db) => store.selectRemoving(db, { after: this.after, limit: BATCH_ROWS }))
    for (const { key, id } of removing) {
      // The bytes first: a row that is gone says nothing of what is left.
      if (!(await this.removeBytes(toId<string & {}>(id)))) continue
      await database.write(async (tx) => {
        await leases.require(tx, lease)
        await store.deleteExports(tx.db, [key])
      })
    }
    const isFull = removing.length === BATCH_ROWS
    this.after = isFull ? (removing.at(-1)?.key ?? 0) : 0
    return over.length === BATCH_ROWS || isFull
  }

  /** Returns false if the store failed. It may be this export alone, and the next round tries it again. */
  private async removeBytes(id: string): Promise<boolean> {
    const { blobs, logger } = this.options
    try {
      await blobs.uploads.discard(id)
      await blobs.remove(id)
      return true
    } catch (error) {
      logger.warn('background work failed', { job: this.name, ...errorFields(error) })
      return false
    }
  }

  private end(lease: Lease, row: store.ExportRow): Promise<void> {
    const { database, leases } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      await tx.lock({ users: row.user_key === null ? [] : [row.user_key] })
      await store.markRemoving(tx.db, row.key)
      const user = await selectUser(tx.db, row.user_key ?? 0)
      if (user) await publishUntil(tx, { key: user.key, id: toId(user.id) }, null)
    })
  }
}
