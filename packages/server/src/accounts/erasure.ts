import type { Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Media } from '../media/media'
import type { Database, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { eraseUser, updateUser } from '../users/user-rows'
import type { UserRef } from '../users/users'
import type { Lease, Leases } from '../work/leases'
import type { Job } from '../work/worker'
import type { Closing } from './closing'
import type { EraseStep } from './erase-steps'
import * as store from './erasure-store'
import type { LoginThrottle } from './login-throttle'
import type { ReservedNames } from './reserved-names'

export interface ErasureOptions {
  readonly database: Database
  readonly leases: Pick<Leases, 'require'>
  readonly closing: Pick<Closing, 'settle'>
  readonly reservedNames: Pick<ReservedNames, 'reserve'>
  readonly throttle: Pick<LoginThrottle, 'forgetName'>
  readonly media: Pick<Media, 'release'>
  readonly steps: readonly EraseStep[]
  readonly logger: Logger
}

/** Transactions of one run. */
const RUN_STEPS = 200
/** Accounts to settle in one run. */
const SETTLED_AT_ONCE = 10

/**
 * Erases closed accounts whose time is over. The first transaction erases the profile, so that the account can't be
 * restored any longer. The steps follow, and the last transaction forgets the time of the erasure. A run that was cut
 * off begins with the first step again, which then finds nothing.
 */
export class Erasure implements Job {
  readonly name = 'erasure'
  readonly everyMs = 60_000

  constructor(private readonly options: ErasureOptions) {}

  async run(lease: Lease): Promise<boolean> {
    const { closing, database } = this.options
    const unsettled = await database.read((db) => store.selectUnsettled(db, SETTLED_AT_ONCE))
    for (const user of unsettled) await closing.settle(user)
    const due = await database.read((db) => store.selectDue(db, database.now()))
    if (!due) return unsettled.length === SETTLED_AT_ONCE
    await this.erase(lease, due)
    return true
  }

  private async erase(lease: Lease, user: UserRef): Promise<void> {
    const { logger, steps } = this.options
    if (!(await this.inStep(lease, (tx) => this.eraseProfile(tx, user)))) return
    let left = RUN_STEPS
    for (const step of steps) {
      while (await this.inStep(lease, (tx) => step(tx, user))) if (--left <= 0) return
    }
    await this.inStep(lease, async (tx) => {
      await tx.lock({ users: [user.key] })
      await updateUser(tx.db, user.key, { erase_at: null, unsettled: 0 })
    })
    logger.info('an account was erased', { userId: user.id })
  }

  /** Erases the profile, unless that is done. Returns false for an account that was restored meanwhile. */
  private async eraseProfile(tx: Transaction, user: UserRef): Promise<boolean> {
    const { media, reservedNames, throttle } = this.options
    await tx.lock({ users: [user.key] })
    const row = await store.selectUser(tx.db, user.key)
    if (!row || row.erase_at === null || row.erase_at > tx.now) return false
    if (row.erased_at !== null) return true
    await reservedNames.reserve(tx.db, row.username, tx.now)
    await throttle.forgetName(tx, row.username)
    if (row.avatar) await media.release(tx, toId(row.avatar))
    const rev = await raiseUserRev(tx, user.key)
    await eraseUser(tx.db, user.key, { rev, atMs: tx.now })
    return true
  }

  private inStep<T>(lease: Lease, run: (tx: Transaction) => Promise<T>): Promise<T> {
    const { database, leases } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      return run(tx)
    })
  }
}
