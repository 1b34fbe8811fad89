import type { Database, Transaction } from '../storage/database'
import type { Lease, Leases } from './leases'
import type { Job } from './worker'

/**
 * Removes at most `limit` rows that are too old to keep, or completes rows of an earlier version, and returns how many.
 * `before` is the end of ended ones.
 */
export type TidyRows = (tx: Transaction, old: { readonly before: number; readonly limit: number }) => Promise<number>

export interface HousekeepingOptions {
  readonly database: Database
  readonly leases: Leases
  /** One for each table that would grow with every sign-in, and for each that an earlier version left incomplete. */
  readonly steps: readonly TidyRows[]
}

/** How long ended sessions and expired links stay, so that devices learn of their end. */
const KEEP_MS = 30 * 24 * 3_600_000
/** Rows of one step in one transaction. */
const BATCH_ROWS = 500

/** Removes old rows of all domains, so that their tables don't grow with every sign-in, and completes rows of earlier versions. */
export class Housekeeping implements Job {
  readonly name = 'housekeeping'
  readonly everyMs = 3_600_000

  constructor(private readonly options: HousekeepingOptions) {}

  /**
   * Each step is a transaction of its own: none waits for the locks of another one, and each is short.
   * @throws the first failure, when all other steps are done
   */
  async run(lease: Lease): Promise<boolean> {
    const { database, leases, steps } = this.options
    const failures: unknown[] = []
    let isMoreLeft = false
    for (const tidy of steps)
      try {
        const rows = await database.write(async (tx) => {
          await leases.require(tx, lease)
          return tidy(tx, { before: tx.now - KEEP_MS, limit: BATCH_ROWS })
        })
        if (rows === BATCH_ROWS) isMoreLeft = true
      } catch (error) {
        failures.push(error)
      }
    if (failures.length > 0) throw failures[0]
    return isMoreLeft
  }
}
