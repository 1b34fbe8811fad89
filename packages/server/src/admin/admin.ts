import {
  type AdminSettings,
  type AdminUser,
  type Input,
  type Me,
  type Result,
  type UserId,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import type { RegistrationMode } from '@parley/protocol/accounts'
import type { PasswordResets } from '../accounts/password-resets'
import type { Channels } from '../channels/channels'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import type { Sessions } from '../sessions/sessions'
import type { Database } from '../storage/database'
import { raiseUserRev } from '../storage/revs'
import { toMe, toUser, type UserRow, type Users } from '../users/users'
import * as people from './people-store'
import { PeopleTotals } from './people-totals'
import type { Settings } from './settings'
import * as store from './store'

export interface AdminOptions {
  readonly database: Database
  readonly settings: Settings
  readonly users: Users
  readonly sessions: Sessions
  readonly channels: Channels
  readonly resets: PasswordResets
  readonly logger: Logger
}

/** What administrators do. Dispatch lets only them call it. */
export class Admin {
  private readonly totals: PeopleTotals

  constructor(private readonly options: AdminOptions) {
    this.totals = new PeopleTotals({ nowMs: () => options.database.now() })
  }

  async currentSettings(): Promise<AdminSettings> {
    const registration = await this.options.database.read((db) => this.options.settings.registration(db))
    const { open, mutedAll, slowModeMs } = await this.options.channels.settings(WORLD_CHAT_ID)
    return { registration, worldOpen: open, worldMutedAll: mutedAll, worldSlowModeMs: slowModeMs }
  }

  /** Opens or closes registration, from the next call on. */
  async setRegistration(registration: RegistrationMode): Promise<AdminSettings> {
    await this.options.database.write((tx) => this.options.settings.setRegistration(tx.db, registration))
    return this.currentSettings()
  }

  /** A page of all people, by user name. */
  people({ query, after }: Input<'admin.users'>): Promise<Result<'admin.users'>> {
    return this.options.database.read(async (db) => {
      const rows = await people.selectPeople(db, { query, after })
      return {
        users: rows.slice(0, people.pageUsers).map(toAdminUser),
        total: await this.totals.of(db, query),
        more: rows.length > people.pageUsers,
      }
    })
  }

  /** Disables a person, whose sessions end at once, or allows them again; they sign in anew then. */
  setDisabled(caller: Caller, userId: UserId, state: 'disabled' | 'allowed'): Promise<AdminUser> {
    if (userId === caller.userId && state === 'disabled')
      throw fail('forbidden', { field: 'userId', message: 'You cannot disable yourself.' })
    return this.options.database.write(async (tx) => {
      const found = await store.selectById(tx.db, userId)
      if (found) await tx.lock({ users: [found.key] })
      const row = await store.selectById(tx.db, userId)
      if (!row) throw fail('not_found', { field: 'userId' })
      if ((row.disabled_at !== null) === (state === 'disabled')) return toAdminUser(row)
      const disabledAt = state === 'disabled' ? tx.now : null
      const changed = await store.updateDisabled(tx.db, { key: row.key, disabledAt })
      if (state === 'disabled') await this.options.sessions.endAll(tx, { key: row.key, id: userId }, 'accountDisabled')
      return toAdminUser(changed)
    })
  }

  /** Makes a one-time link that sets a person's password. Any administrator may, for other administrators too: the log says who. */
  async resetPassword(caller: Caller, userId: UserId): Promise<Result<'admin.resetPassword'>> {
    const made = await this.options.database.write(async (tx) => {
      const row = await store.selectById(tx.db, userId)
      if (!row) throw fail('not_found', { field: 'userId' })
      return this.options.resets.make(tx, { key: row.key, id: userId })
    })
    this.options.logger.info('a link to reset a password was made', { userId, byUserId: caller.userId })
    return { ...made, url: resetUrl(caller.origin, made.code) }
  }

  /** The same for the command line, by user name; undefined when nobody has it. */
  resetPasswordOf(username: string, origin: string): Promise<{ url: string; expiresAt: number } | undefined> {
    return this.options.database.write(async (tx) => {
      const user = await this.options.users.refByUsername(tx.db, username)
      if (!user) return undefined
      const { code, expiresAt } = await this.options.resets.make(tx, user)
      return { url: resetUrl(origin, code), expiresAt }
    })
  }

  /** Makes a person an administrator; undefined when nobody has this user name. */
  grant(username: string): Promise<Me | undefined> {
    return this.options.database.write(async (tx) => {
      const user = await this.options.users.refByUsername(tx.db, username)
      if (!user) return undefined
      await tx.lock({ users: [user.key] })
      const rev = await raiseUserRev(tx, user.key)
      const me = toMe(await store.updateAdmin(tx.db, { key: user.key, rev }))
      tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, me } })
      return me
    })
  }
}

const resetUrl = (origin: string, code: string): string => `${origin}/reset/${code}`

const toAdminUser = (row: UserRow): AdminUser => ({
  ...toUser(row),
  admin: row.admin === 1,
  createdAt: row.created_at,
  ...(row.disabled_at === null ? {} : { disabledAt: row.disabled_at }),
})
