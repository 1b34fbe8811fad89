import type { AdminUser, UserId } from '@parley/protocol'
import { requireActiveAdmin } from '../accounts/closing'
import type { AuditLog } from '../audit/audit-log'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { FloodBrake } from '../moderation/flood-brake'
import type { Database, Transaction } from '../storage/database'
import { updateUser } from '../users/user-rows'
import type { UserRow } from '../users/users'
import { toAdminUser } from './admin-user'
import * as store from './store'

export interface ExemptionsOptions {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record'>
  readonly brake: Pick<FloodBrake, 'lift'>
}

/** 0 and 1 are set when an account is made. */
const TRUSTED = 2

/** Exemptions of single people, by administrators. */
export class Exemptions {
  constructor(private readonly options: ExemptionsOptions) {}

  /** Ends the automatic mute of a user. */
  liftMute(caller: Caller, userId: UserId): Promise<AdminUser> {
    const { audit, brake } = this.options
    return this.change(caller, userId, async (tx, row) => {
      if (!(await brake.lift(tx, { key: row.key, id: userId }))) return
      await audit.record(tx, caller, { action: 'flood_mute_lifted', userKey: row.key })
    })
  }

  /** Exempts a user from the flood brake and from the limits for new accounts, or ends this. */
  setTrusted(
    caller: Caller,
    { userId, trusted }: { readonly userId: UserId; readonly trusted: boolean },
  ): Promise<AdminUser> {
    const { audit, brake } = this.options
    return this.change(caller, userId, async (tx, row) => {
      if ((row.trust === TRUSTED) === trusted) return
      await updateUser(tx.db, row.key, { trust: trusted ? TRUSTED : 0 })
      if (trusted) await brake.lift(tx, { key: row.key, id: userId })
      const action = trusted ? 'account_trusted' : 'account_untrusted'
      await audit.record(tx, caller, { action, userKey: row.key })
    })
  }

  private change(
    caller: Caller,
    userId: UserId,
    run: (tx: Transaction, row: UserRow) => Promise<void>,
  ): Promise<AdminUser> {
    return this.options.database.write(async (tx) => {
      const found = await store.selectById(tx.db, userId)
      await tx.lock({ users: [caller.userKey, ...(found ? [found.key] : [])] })
      await requireActiveAdmin(tx.db, caller.userKey)
      const row = await store.selectById(tx.db, userId)
      if (!row || row.erased_at !== null) throw fail('not_found', { field: 'userId' })
      await run(tx, row)
      return toAdminUser((await store.selectById(tx.db, userId)) ?? row)
    })
  }
}
