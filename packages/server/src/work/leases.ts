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
 * Which node does a piece of background work. A holder that is slow or cut off may still believe in its lease when another
 * node has it: so every change that the work makes checks the fence in its own transaction.
 */
export class Leases {
  constructor(private readonly options: LeasesOptions) {}

  get lastsMs(): number {
    return this.options.lastsMs
  }

  /** Takes a lease that is free or has run out, or renews one's own; undefined while another node holds it. */
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
   * To be called first in every transaction of the work: nobody else can take the lease until it has ended.
   * @throws `unavailable` when it has changed hands
   */
  async require(tx: Transaction, { name, fence }: Lease): Promise<void> {
    if (!(await store.touchLease(tx.db, { name, fence }))) throw fail('unavailable')
  }
}
