import { limits, type MediaId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { Lease, Leases } from '../work/leases'
import type { Job } from '../work/worker'
import { isSeen } from './media-facts'
import { ReleasedBytes } from './released-bytes'
import * as store from './sweep-store'
import * as showing from './uses-store'

export interface MediaSweepOptions {
  readonly database: Pick<Database, 'now' | 'read' | 'write'>
  readonly leases: Pick<Leases, 'require'>
  readonly blobs: Blobs
  readonly logger: Pick<Logger, 'warn' | 'error'>
  /** Those of some ids of blobs or uploads that others than messages and profiles own. */
  readonly idsOfOthers: IdsOfOthers
}

/** Finds the ids that belong to another domain. */
export type IdsOfOthers = (db: Queries, ids: readonly string[]) => Promise<ReadonlySet<string>>

/** Rows of one step. */
const BATCH_ROWS = 100

/** Removes unused uploads, and the bytes of those without permitted viewers. */
export class MediaSweep implements Job {
  readonly name = 'media'
  readonly everyMs = 600_000

  /** Where the look at unfinished uploads goes on. */
  private lastParts: MediaId | undefined

  private readonly bytes: ReleasedBytes

  constructor(private readonly options: MediaSweepOptions) {
    this.bytes = new ReleasedBytes(options)
  }

  /** @throws the first failure of the store, when everything else is done: bytes that can't be removed keep no others */
  async run(lease: Lease): Promise<boolean> {
    const settled = await this.settle(lease)
    const unused = await this.releaseUnused(lease)
    const failures: unknown[] = []
    const fence = (tx: Transaction) => this.options.leases.require(tx, lease)
    const copied = await this.bytes.copyNext(BATCH_ROWS, { fence, failures })
    const removed = await this.removeReleased(lease, failures)
    const parts = await this.removeParts(failures)
    if (failures.length > 0) throw failures[0]
    return [settled, unused, copied, removed, parts].includes(BATCH_ROWS)
  }

  /**
   * Each claim is checked once, a day later: its message shows the upload by then, or none ever will. Claims of messages that both
   * people of a direct chat cleared are checked once more.
   */
  private settle(lease: Lease): Promise<number> {
    const { database, leases } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      const before = tx.now - limits.mediaUnusedMs
      const uses = await store.selectUnsettled(tx.db, { before, limit: BATCH_ROWS })
      const shown = uses.filter(isSeen)
      const unshown = uses.filter((use) => !isSeen(use))
      const keysOf = (some: typeof uses) => some.map((use) => use.media_key)
      await showing.lockMedia(tx.db, keysOf(uses), tx.now)
      for (const use of unshown) await store.deleteUse(tx.db, use, before)
      await showing.releaseUnshown(tx.db, keysOf(unshown), tx.now)
      for (const use of shown) await store.settle(tx.db, use)
      return uses.length
    })
  }

  private releaseUnused(lease: Lease): Promise<number> {
    const { database, leases } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      const before = tx.now - limits.mediaUnusedMs
      return store.releaseUnused(tx.db, { before, nowMs: tx.now, limit: BATCH_ROWS })
    })
  }

  /** The bytes first: a row that is gone says nothing of what is left. */
  private async removeReleased(lease: Lease, failures: unknown[]): Promise<number> {
    const { blobs, database, leases } = this.options
    const rows = await database.read((db) => store.selectReleased(db, BATCH_ROWS))
    const [removed, kept]: [number[], number[]] = [[], []]
    for (const { key, id } of rows) {
      try {
        await blobs.uploads.discard(toId(id))
        const isGone = await this.bytes.remove(toId(id), (tx) => leases.require(tx, lease))
        ;(isGone ? removed : kept).push(key)
      } catch (error) {
        kept.push(key)
        failures.push(error)
      }
    }
    if (rows.length > 0)
      await database.write(async (tx) => {
        await leases.require(tx, lease)
        await store.deleteMedia(tx.db, removed)
        await store.releaseLater(tx.db, kept, tx.now)
      })
    // Rows that wait for their next try give no more work now.
    return removed.length > 0 ? rows.length : 0
  }

  /** Discards parts of uploads that came whole in another way, or whose rows went while parts still arrived. */
  private async removeParts(failures: unknown[]): Promise<number> {
    const { blobs, database } = this.options
    const ids = (await blobs.uploads.list({ after: this.lastParts, limit: BATCH_ROWS })).map((id) => id as MediaId)
    this.lastParts = ids.length < BATCH_ROWS ? undefined : ids.at(-1)
    const awaited = await database.read((db) => store.selectAwaited(db, ids))
    const others = await database.read((db) => this.options.idsOfOthers(db, ids))
    for (const id of ids)
      if (!awaited.has(id) && !others.has(id))
        await blobs.uploads.discard(id).catch((error: unknown) => failures.push(error))
    return ids.length
  }
}
