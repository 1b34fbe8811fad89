import { limits } from '@parley/protocol'
import type { Challenges } from '../accounts/challenges'
import type { LoginThrottle } from '../accounts/login-throttle'
import type { PasswordResets } from '../accounts/password-resets'
import type { Invites } from '../invites/invites'
import type { Sessions } from '../sessions/sessions'
import type { Database } from '../storage/database'
import type { Lease, Leases } from './leases'
import type { Job } from './worker'

export interface HousekeepingOptions {
  readonly database: Database
  readonly leases: Leases
  readonly sessions: Sessions
  readonly invites: Invites
  readonly challenges: Challenges
  readonly throttle: LoginThrottle
  readonly resets: PasswordResets
}

const DAY_MS = 24 * 3_600_000
/** Sessions that ended, and links that no longer work, stay this long: devices must hear of their end. */
const KEEP_MS = 30 * DAY_MS
/** Rows removed in one transaction. */
const BATCH_ROWS = 500

/** Removes sessions and invite links that ended long ago, proofs of work that are over, and failed sign-ins that are forgotten, so that the tables don't grow with every sign-in. */
export class Housekeeping implements Job {
  readonly name = 'housekeeping'
  readonly everyMs = 3_600_000

  constructor(private readonly options: HousekeepingOptions) {}

  run(lease: Lease): Promise<boolean> {
    const { challenges, database, leases, sessions, invites, resets, throttle } = this.options
    return database.write(async (tx) => {
      await leases.require(tx, lease)
      const before = tx.now - KEEP_MS
      const removed = [
        await sessions.removeEnded(tx, {
          before,
          unusedSince: before - limits.sessionDays * DAY_MS,
          limit: BATCH_ROWS,
        }),
        await invites.removeOld(tx, { before, limit: BATCH_ROWS }),
        await challenges.removeOld(tx, BATCH_ROWS),
        await throttle.removeOld(tx, BATCH_ROWS),
        await resets.removeOld(tx, BATCH_ROWS),
      ]
      return removed.includes(BATCH_ROWS)
    })
  }
}
