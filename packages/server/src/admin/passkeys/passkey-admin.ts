import type { AdminUser, Result, UserId } from '@parley/protocol'
import { requireActiveAdmin } from '../../accounts/closing'
import type { Notices } from '../../accounts/email/notices'
import type { OwnPasskeys } from '../../accounts/passkeys/own-passkeys'
import { passkeyHosts } from '../../accounts/passkeys/passkey-hosts'
import { passkeyPlace } from '../../accounts/passkeys/place'
import type { Actor, AuditLog } from '../../audit/audit-log'
import type { Caller } from '../../lib/caller'
import { fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import type { Database } from '../../storage/database'
import type { UserRef, UserRow, Users } from '../../users/users'
import { toAdminUser } from '../admin-user'
import * as store from '../store'

export interface PasskeyAdminOptions {
  readonly database: Database
  readonly users: Users
  readonly ownPasskeys: OwnPasskeys
  readonly notices: Notices
  readonly audit: AuditLog
  readonly logger: Logger
}

/** Calls of administrators about passkeys. */
export class PasskeyAdmin {
  constructor(private readonly options: PasskeyAdminOptions) {}

  /** The hosts that passkeys were made for. */
  async hosts({ origin }: Caller): Promise<Result<'admin.passkeys'>> {
    const hosts = await this.options.database.read(passkeyHosts)
    const rpId = passkeyPlace(origin)?.rpId
    return { hosts, ...(rpId === undefined ? {} : { rpId }) }
  }

  /** Removes all passkeys of another user, who lost them. The user gets a mail. Without passkeys, nothing changes. */
  async remove(caller: Caller, userId: UserId): Promise<AdminUser> {
    if (userId === caller.userId)
      throw fail('forbidden', { field: 'userId', message: 'Remove your own passkeys in your settings.' })
    const { database, logger } = this.options
    const found = await database.read((db) => store.selectById(db, userId))
    if (!found || found.erased_at !== null) throw fail('not_found', { field: 'userId' })
    const { row } = await this.removeFrom(caller, { key: found.key, id: userId })
    logger.info('an administrator removed passkeys', { userId, byUserId: caller.userId })
    return toAdminUser(row)
  }

  /**
   * The same for the command line, by username.
   * @returns the number of removed passkeys; undefined for an unknown name
   */
  async removeOf(username: string): Promise<number | undefined> {
    const { database, users } = this.options
    const user = await database.read((db) => users.refByUsername(db, username))
    return user && (await this.removeFrom('command line', user)).count
  }

  private async removeFrom(actor: Actor, { key, id }: UserRef): Promise<{ row: UserRow; count: number }> {
    const { audit, database, notices, ownPasskeys } = this.options
    const byKey = typeof actor === 'string' ? key : actor.userKey
    const { row, count, letter } = await database.write(async (tx) => {
      await tx.lock({ users: [key, byKey] })
      if (typeof actor !== 'string') await requireActiveAdmin(tx.db, byKey)
      const held = await store.selectById(tx.db, id)
      if (!held) throw fail('not_found', { field: 'userId' })
      const count = held.passkeys
      if (count === 0) return { row: held, count, letter: undefined }
      const change = { before: { passkeys: count }, after: { passkeys: 0 } }
      await audit.record(tx, actor, { action: 'passkeys_removed', userKey: key, ...change })
      return { count, ...(await ownPasskeys.removeFor(tx, held)) }
    })
    notices.send(letter)
    return { row, count }
  }
}
