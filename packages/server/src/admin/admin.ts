import {
  type AdminSettings,
  type AdminUser,
  type Input,
  limits,
  type Me,
  type Result,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { type Closing, type RecordChange, requireActiveAdmin } from '../accounts/closing'
import type { Notices } from '../accounts/email/notices'
import type { PasswordResets } from '../accounts/password-resets'
import type { OwnSecondFactors } from '../accounts/second-factor/own-second-factor'
import { ruleValues, type Settings } from '../accounts/settings'
import type { Actor, AnyActor, AuditLog } from '../audit/audit-log'
import type { Channels } from '../channels/channels'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Registrations } from '../networks/registrations'
import type { Sessions } from '../sessions/sessions'
import type { Database, Transaction } from '../storage/database'
import { hasExternalId } from '../storage/queries/external-ids'
import { raiseUserRev } from '../storage/queries/revs'
import { updateUser } from '../users/user-rows'
import { toMe, type UserRef, type UserRow, type Users } from '../users/users'
import { toAdminUser } from './admin-user'
import { PeopleList } from './people-list'
import * as store from './store'
import { keepDisabled } from './waves/wave-store'

export interface AdminOptions {
  readonly database: Database
  readonly settings: Settings
  readonly users: Users
  readonly sessions: Sessions
  readonly channels: Channels
  readonly resets: PasswordResets
  readonly closing: Closing
  readonly notices: Notices
  readonly secondFactors: OwnSecondFactors
  readonly audit: AuditLog
  readonly registrations: Pick<Registrations, 'addressesOf'>
  readonly logger: Logger
  /** Origins under which others on its networks reach this node. */
  readonly networkOrigins: () => readonly string[]
}

/** Calls of administrators. Dispatch admits only them. */
export class Admin {
  private readonly listed: PeopleList

  constructor(private readonly options: AdminOptions) {
    this.listed = new PeopleList(options)
  }

  async currentSettings(): Promise<AdminSettings> {
    const { database, settings } = this.options
    const [registration, serverName] = await database.read(
      async (db) => [await settings.registration(db), await settings.serverName(db)] as const,
    )
    const { mode, opensAt, closesAt } = registration
    const { open, mutedAll, slowModeMs } = await this.options.channels.settings(WORLD_CHAT_ID)
    const name = serverName === undefined ? {} : { serverName }
    const times = {
      ...(opensAt === undefined ? {} : { registrationOpensAt: opensAt }),
      ...(closesAt === undefined ? {} : { registrationClosesAt: closesAt }),
    }
    return {
      ...name,
      registration: mode,
      ...times,
      worldOpen: open,
      worldMutedAll: mutedAll,
      worldSlowModeMs: slowModeMs,
    }
  }

  /** Where others on this node's networks reach it. */
  async addresses(): Promise<Result<'admin.addresses'>> {
    return { origins: this.options.networkOrigins().slice(0, limits.networkOrigins) }
  }

  /** Sets who can register, from the next call on. */
  async setRegistration(
    caller: Caller,
    { registration: mode, ...times }: Input<'admin.setRegistration'>,
  ): Promise<AdminSettings> {
    const { audit, database, settings } = this.options
    if (settings.isExternal)
      throw fail('forbidden', { message: 'PARLEY_REGISTRATION is external: another site signs people in.' })
    await database.write(async (tx) => {
      const before = ruleValues(await settings.registration(tx.db))
      await settings.setRegistration(tx.db, { mode, ...times })
      await audit.record(tx, caller, { action: 'registration_set', before, after: ruleValues({ mode, ...times }) })
    })
    return this.currentSettings()
  }

  /** Names the server, or takes its name away. */
  async setServerName(caller: Caller, name: string | null): Promise<AdminSettings> {
    const { audit, database, settings } = this.options
    await database.write(async (tx) => {
      const before = { serverName: (await settings.serverName(tx.db)) ?? null }
      await settings.setServerName(tx.db, name)
      await audit.record(tx, caller, { action: 'server_named', before, after: { serverName: name } })
    })
    return this.currentSettings()
  }

  /** A page of people. */
  people(input: Input<'admin.users'>): Promise<Result<'admin.users'>> {
    return this.listed.list(input)
  }

  /** Disables a user, whose sessions end at once, or enables them again; they then sign in again. */
  setDisabled(caller: Caller, userId: UserId, state: 'disabled' | 'allowed'): Promise<AdminUser> {
    if (userId === caller.userId && state === 'disabled')
      throw fail('forbidden', { field: 'userId', message: 'You cannot disable yourself.' })
    return this.options.database.write(async (tx) => {
      const found = await store.selectById(tx.db, userId)
      await tx.lock({ users: [caller.userKey, ...(found ? [found.key] : [])] })
      return this.setDisabledIn(tx, caller, { userId, state })
    })
  }

  /** The same with both users locked. */
  async setDisabledIn(
    tx: Transaction,
    caller: Caller,
    { userId, state }: { readonly userId: UserId; readonly state: 'disabled' | 'allowed' },
  ): Promise<AdminUser> {
    await requireActiveAdmin(tx.db, caller.userKey)
    const row = await store.selectById(tx.db, userId)
    if (!row || row.erased_at !== null) throw fail('not_found', { field: 'userId' })
    return toAdminUser(await this.changeDisabledIn(tx, caller, { row, state }))
  }

  /** The same for anyone who may, with the user locked. */
  async changeDisabledIn(
    tx: Transaction,
    actor: AnyActor,
    { row, state }: { readonly row: UserRow; readonly state: 'disabled' | 'allowed' },
  ): Promise<UserRow> {
    const { audit, sessions } = this.options
    // An undo of a cleanup leaves it so: that is an act, too.
    if (state === 'disabled' && row.disabled_at !== null && (await keepDisabled(tx.db, [row.key])))
      await audit.record(tx, actor, { action: 'user_disabled', userKey: row.key })
    if ((row.disabled_at !== null) === (state === 'disabled')) {
      // From now on the service that disabled the user can't enable them: that is an act, too.
      const isService = typeof actor !== 'string' && 'token' in actor
      if (state === 'disabled' && !isService && (await audit.isDisabledByService(tx, row.key)))
        await audit.record(tx, actor, { action: 'user_disabled', userKey: row.key })
      return row
    }
    const disabledAt = state === 'disabled' ? tx.now : null
    const changed = await updateUser(tx.db, row.key, { disabled_at: disabledAt })
    const action = state === 'disabled' ? 'user_disabled' : 'user_enabled'
    await audit.record(tx, actor, { action, userKey: row.key })
    if (state === 'disabled') await sessions.endAll(tx, { key: row.key, id: toId(row.id) }, 'accountDisabled')
    return changed
  }

  /** Closes the account of another user. */
  closeUser(caller: Caller, userId: UserId): Promise<AdminUser> {
    if (userId === caller.userId)
      throw fail('forbidden', { field: 'userId', message: 'Close your own account in your settings.' })
    return this.changeAccount(caller, userId, 'closed')
  }

  /** Opens the closed account of a user. */
  restoreUser(caller: Caller, userId: UserId): Promise<AdminUser> {
    return this.changeAccount(caller, userId, 'restored')
  }

  private async changeAccount(caller: Caller, userId: UserId, to: 'closed' | 'restored'): Promise<AdminUser> {
    const { database, logger } = this.options
    const found = await database.read((db) => store.selectById(db, userId))
    if (!found) throw fail('not_found', { field: 'userId' })
    const changed = await this.closeOrRestore(caller, found.key, to)
    logger.info(`an administrator ${to} an account`, { userId, byUserId: caller.userId })
    return changed
  }

  /** Closes or restores an account for the command line, by user name; undefined for an unknown name. */
  async changeAccountOf(username: string, to: 'closed' | 'restored'): Promise<AdminUser | undefined> {
    const { database, users } = this.options
    const user = await database.read((db) => users.refByUsername(db, username))
    return user && this.closeOrRestore('command line', user.key, to)
  }

  private async closeOrRestore(actor: Actor, userKey: number, to: 'closed' | 'restored'): Promise<AdminUser> {
    const { audit, closing } = this.options
    const action = to === 'closed' ? 'user_closed' : 'user_restored'
    const record: RecordChange = (tx) => audit.record(tx, actor, { action, userKey })
    const byKey = typeof actor === 'string' ? undefined : actor.userKey
    return toAdminUser(
      await (to === 'closed' ? closing.closeUser(userKey, record, byKey) : closing.restoreUser(userKey, record)),
    )
  }

  /** Makes a one-time link that sets a person's password. Any administrator may, for other administrators too: the log says who. */
  async resetPassword(caller: Caller, userId: UserId): Promise<Result<'admin.resetPassword'>> {
    const made = await this.options.database.write(async (tx) => {
      const row = await store.selectById(tx.db, userId)
      if (!row || row.erased_at !== null) throw fail('not_found', { field: 'userId' })
      return this.createLink(tx, caller, { key: row.key, id: userId })
    })
    this.options.logger.info('a link to reset a password was made', { userId, byUserId: caller.userId })
    return { ...made, url: resetUrl(caller.origin, made.code) }
  }

  /** The same for the command line, by user name; undefined for an unknown name. */
  resetPasswordOf(username: string, origin: string): Promise<{ url: string; expiresAt: number } | undefined> {
    return this.options.database.write(async (tx) => {
      const user = await this.options.users.refByUsername(tx.db, username)
      if (!user) return undefined
      const { code, expiresAt } = await this.createLink(tx, 'command line', user)
      return { url: resetUrl(origin, code), expiresAt }
    })
  }

  /** Turns off the second factor of another user, who lost it. The user gets a mail. Without a factor, nothing changes. */
  async removeSecondFactor(caller: Caller, userId: UserId): Promise<AdminUser> {
    if (userId === caller.userId)
      throw fail('forbidden', { field: 'userId', message: 'Turn off your own second factor in your settings.' })
    const { database, logger } = this.options
    const found = await database.read((db) => store.selectById(db, userId))
    if (!found || found.erased_at !== null) throw fail('not_found', { field: 'userId' })
    const row = await this.removeFactor(caller, { key: found.key, id: userId })
    logger.info('an administrator turned off a second factor', { userId, byUserId: caller.userId })
    return toAdminUser(row)
  }

  /** The same for the command line, by user name; undefined for an unknown name. */
  async removeSecondFactorOf(username: string): Promise<'removed' | 'was off' | undefined> {
    const { database, users } = this.options
    const user = await database.read((db) => users.refByUsername(db, username))
    if (!user) return undefined
    const before = await database.read((db) => store.selectById(db, user.id))
    await this.removeFactor('command line', user)
    return before?.second_factor_at === null ? 'was off' : 'removed'
  }

  private async removeFactor(actor: Actor, { key, id }: UserRef): Promise<UserRow> {
    const { audit, database, notices, secondFactors } = this.options
    const byKey = typeof actor === 'string' ? key : actor.userKey
    const { row, letter } = await database.write(async (tx) => {
      await tx.lock({ users: [key, byKey] })
      if (typeof actor !== 'string') await requireActiveAdmin(tx.db, byKey)
      const held = await store.selectById(tx.db, id)
      if (!held) throw fail('not_found', { field: 'userId' })
      if (held.second_factor_at === null) return { row: held, letter: undefined }
      await audit.record(tx, actor, { action: 'second_factor_removed', userKey: key })
      return secondFactors.removeFor(tx, held)
    })
    notices.send(letter)
    return row
  }

  private async createLink(tx: Transaction, actor: Actor, user: UserRef): Promise<{ code: string; expiresAt: number }> {
    await this.options.audit.record(tx, actor, { action: 'reset_link_made', userKey: user.key })
    return this.options.resets.createCode(tx, user)
  }

  /**
   * Makes a user an administrator; undefined for an unknown user name. Another product may hold sessions of an account with an
   * external id, so that all sessions of such an account end.
   */
  grant(username: string): Promise<Me | undefined> {
    return this.options.database.write(async (tx) => {
      const user = await this.options.users.refByUsername(tx.db, username)
      if (!user) return undefined
      await tx.lock({ users: [user.key] })
      await this.options.audit.record(tx, 'command line', { action: 'admin_granted', userKey: user.key })
      if (await hasExternalId(tx.db, user.key)) await this.options.sessions.revokeAll(tx, user)
      const rev = await raiseUserRev(tx, user.key)
      const me = toMe(await updateUser(tx.db, user.key, { admin: 1, profile_rev: rev }))
      tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, me } })
      return me
    })
  }
}

const resetUrl = (origin: string, code: string): string => `${origin}/reset/${code}`
