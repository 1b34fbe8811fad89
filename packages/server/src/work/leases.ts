import { fail } from '../lib/fail'
import type { Database, Transaction } from '../storage/database'
import * as store from './store'

/** The right to do a piece of work until it runs out. */
export interface Lease {
  readonly name: string
  /** Rises with every change of hands. */
  readonly fence: number
}

export interface LeasesOptions {
  readonly database: Database
  /** This node, under a name that is new with each start. */
  readonly node: string
  /** How long a lease lasts without being renewed; times are the database's, which all nodes share. */
  readonly lastsMs: number
}

/**
 * The holder of a piece of background work. A slow or disconnected holder may still believe in its lease when another
 * node has it. So every change of the work checks the fence in its own transaction.
 */
export class Leases {
  constructor(private readonly options: LeasesOptions) {}

  get lastsMs(): number {
    return this.options.lastsMs
  }

  /** Takes a lease that is free or has expired, or renews an own one; undefined while another node holds it. */
  take(name: string): Promise<Lease | undefined> {
    const { database, node, lastsMs } = this.options
    return database.write(async ({ db, now }) => {
      const row = await store.takeLease(db, { name, holder: node, nowMs: now, until: now + lastsMs })
      return row && { name, fence: row.fence }
    })
  }

  /** Lets another node have it at once. */
  async giveBack({ name, fence }: Lease): Promise<void> {
    await this.options.database.write(({ db, now }) => store.endLease(db, { name, fence, until: now }))
  }

  /**
   * Call this first in every transaction of the work: no other node can take the lease until the transaction has ended.
   * @throws `unavailable` when it has changed hands
   */
  async require(tx: Transaction, { name, fence }: Lease): Promise<void> {
    if (!(await store.touchLease(tx.db, { name, fence }))) throw fail('unavailable')
  }
}
