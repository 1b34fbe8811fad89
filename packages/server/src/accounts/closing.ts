import { type Input, limits, type Result } from '@parley/protocol'
import { Failures } from '../attempts/failures'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries, Transaction } from '../storage/database'
import { updateSettled, updateUser } from '../users/user-rows'
import type { UserRef, UserRow } from '../users/users'
import * as store from './closing-store'
import type { LoginThrottle } from './login-throttle'
import type { Passwords } from './passwords'
import { selectByKey } from './store'

/**
 * Makes the next rows of a domain follow an account that was closed or restored.
 * @param after where the last call ended; 0 at first
 * @returns where it ended; undefined when nothing is left
 */
export type Settler = (tx: Transaction, user: UserRef, after: number) => Promise<number | undefined>

/** Records who closed or restored an account. */
export type RecordChange = (tx: Transaction) => Promise<void>

export interface Settlers {
  /** After closing: groups pass to other members. */
  readonly ownership: Settler
  /** After both: direct chats end, or open again. */
  readonly directChats: Settler
}

export interface ClosingOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly throttle: LoginThrottle
  readonly settlers: Settlers
  /** How long a closed account can be restored. */
  readonly restoreMs: number
  readonly logger: Logger
}

/** Whether a closed account can't be restored any longer. */
export const isOver = ({ erase_at }: Pick<UserRow, 'erase_at'>, nowMs: number): boolean =>
  erase_at !== null && erase_at <= nowMs

/**
 * Refuses a locked caller who was disabled or closed since dispatch admitted the call. Without this check, two administrators who
 * shut each other out at the same moment would leave none.
 * @throws `forbidden`
 */
export const requireActiveAdmin = async (db: Queries, userKey: number): Promise<void> => {
  if (!(await store.isActiveAdmin(db, userKey))) throw fail('forbidden')
}

/**
 * Closes and restores accounts. One transaction decides; groups and direct chats follow in further ones. When the
 * process dies in between, the job of the erasure continues, because the account is marked as unsettled.
 */
export class Closing {
  constructor(private readonly options: ClosingOptions) {}

  /**
   * Closes the caller's account with their password. Tries count as those of changing it.
   * @throws `bad_credentials`, `last_admin`, `rate_limited` after several closings within an hour
   */
  async close(caller: Caller, { password }: Input<'accounts.close'>): Promise<Result<'accounts.close'>> {
    const { database, logger, passwords, throttle } = this.options
    const held = await database.read((db) => selectByKey(db, caller.userKey))
    if (!held) throw fail('unauthenticated')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, held.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    const row = await database.write(async (tx) => {
      const now = await this.lock(tx, caller.userKey)
      if (now?.password_hash !== held.password_hash) throw fail('bad_credentials', { field: 'password' })
      await counted.succeeded(tx)
      await countClosing(tx, caller.userKey)
      return this.closeIn(tx, now)
    })
    logger.info('an account was closed', { userId: caller.userId })
    await this.settle(refOf(row))
    return { restorableUntil: row.erase_at ?? 0 }
  }

  /**
   * Closes the account of another user, or returns it as it is when it is closed.
   * @param record runs in the transaction that closes it
   * @param byKey the administrator who closes it; undefined for the command line
   * @throws `not_found`, `forbidden`; `last_admin` only for the command line
   */
  async closeUser(userKey: number, record: RecordChange, byKey?: number): Promise<UserRow> {
    const row = await this.options.database.write(async (tx) => {
      const now = await this.lock(tx, userKey, byKey)
      if (byKey !== undefined) await requireActiveAdmin(tx.db, byKey)
      if (!now || now.erased_at !== null) throw fail('not_found', { field: 'userId' })
      if (now.closed_at !== null) return now
      await record(tx)
      return this.closeIn(tx, now)
    })
    await this.settle(refOf(row))
    return row
  }

  /**
   * Closes the account of a user for good: the erasure begins with the next run of its job.
   * @param record runs in the transaction that decides it
   * @throws `not_found`
   */
  async eraseUser(userKey: number, record: RecordChange): Promise<void> {
    const row = await this.options.database.write(async (tx) => {
      const now = await this.lock(tx, userKey)
      if (!now || now.erased_at !== null || isOver(now, tx.now)) throw fail('not_found')
      await record(tx)
      const closed = now.closed_at === null ? await this.closeIn(tx, now) : now
      return updateUser(tx.db, closed.key, { erase_at: tx.now })
    })
    await this.settle(refOf(row))
  }

  /**
   * Opens the closed account of another user.
   * @param record runs in the transaction that opens it
   * @throws `not_found` when its time is over
   */
  async restoreUser(userKey: number, record: RecordChange): Promise<UserRow> {
    const row = await this.options.database.write(async (tx) => {
      await tx.lock({ users: [userKey] })
      const now = await selectByKey(tx.db, userKey)
      if (!now || now.erased_at !== null || isOver(now, tx.now)) throw fail('not_found', { field: 'userId' })
      if (now.closed_at !== null) await record(tx)
      return this.reopenIn(tx, now)
    })
    await this.settle(refOf(row))
    return row
  }

  /** Opens a locked account whose time is not over; an open one stays as it is. */
  async reopenIn(tx: Transaction, row: UserRow): Promise<UserRow> {
    if (row.closed_at === null) return row
    return updateUser(tx.db, row.key, { closed_at: null, erase_at: null, unsettled: 1 })
  }

  /** Makes groups and direct chats follow an account. Safe to repeat, and at the same time. */
  async settle(user: UserRef): Promise<void> {
    const { database, settlers } = this.options
    const row = await database.read((db) => selectByKey(db, user.key))
    if (row?.unsettled !== 1) return
    const { closed_at: closedAt } = row
    if (closedAt !== null) await this.settleAll(user, settlers.ownership)
    await this.settleAll(user, settlers.directChats)
    await database.write(async (tx) => {
      await tx.lock({ users: [user.key] })
      // Another call closed or restored the account meanwhile, and finishes the work.
      await updateSettled(tx.db, { key: user.key, closedAt })
    })
  }

  private async settleAll(user: UserRef, settler: Settler): Promise<void> {
    let after: number | undefined = 0
    while (after !== undefined) {
      const from: number = after
      after = await this.options.database.write((tx) => settler(tx, user, from))
    }
  }

  /** Locks a user and the caller, and with an administrator all others, so that one of them stays. */
  private async lock(tx: Transaction, userKey: number, byKey = userKey): Promise<UserRow | undefined> {
    const seen = await selectByKey(tx.db, userKey)
    await tx.lock({ users: [userKey, byKey, ...(seen?.admin === 1 ? await store.selectAdminKeys(tx.db) : [])] })
    const row = await selectByKey(tx.db, userKey)
    if (row?.admin === 1 && seen?.admin !== 1) throw fail('unavailable', { retryAfterMs: 100 })
    return row
  }

  private async closeIn(tx: Transaction, row: UserRow): Promise<UserRow> {
    if (row.admin === 1 && !(await store.hasOtherAdmin(tx.db, row.key))) throw fail('last_admin')
    const change = { closed_at: tx.now, erase_at: tx.now + this.options.restoreMs, unsettled: 1 }
    const closed = await updateUser(tx.db, row.key, change)
    await this.options.sessions.endAll(tx, refOf(row), 'sessionEnded')
    return closed
  }
}

const HOUR_MS = 60 * 60_000

/** Counts a closing. Each one and each restoring changes all groups and direct chats of the account, which no rate charges for. */
const countClosing = async (tx: Transaction, userKey: number): Promise<void> => {
  const key = `closings ${userKey}`
  const failures = await Failures.lockFailures(tx, [key])
  const pause = { free: limits.closingsPerHour, firstPauseMs: HOUR_MS, maxPauseMs: HOUR_MS }
  const retryAfterMs = failures.pauseMs(key, pause)
  if (retryAfterMs > 0) throw fail('rate_limited', { retryAfterMs })
  await failures.addToCounts(tx, new Map([[key, 1]]))
}

const refOf = ({ key, id }: UserRow): UserRef => ({ key, id: toId(id) })
