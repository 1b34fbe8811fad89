import { type Input, limits, type Me, type Result } from '@parley/protocol'
import type { CodeGuesses } from '../../attempts/code-guesses'
import type { Caller } from '../../lib/caller'
import { Failure, fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import type { Letter } from '../../mail/compose'
import type { Database, Transaction } from '../../storage/database'
import { raiseUserRev } from '../../storage/queries/revs'
import { updateUser } from '../../users/user-rows'
import { toMe, type UserRef, type UserRow } from '../../users/users'
import type { Notices } from '../email/notices'
import type { CountedTry, LoginThrottle } from '../login-throttle'
import type { Passwords } from '../passwords'
import type { Settings } from '../settings'
import { selectByKey } from '../store'
import { deleteTickets } from '../ticket-store'
import { hashRecoveryCode, useSecondFactorCode } from './check-code'
import * as store from './factor-store'
import { newRecoveryCodes } from './recovery-code'
import { newTotpSecret, stepOfCode, totpUri } from './totp'

export interface OwnSecondFactorOptions {
  readonly database: Database
  readonly passwords: Passwords
  readonly throttle: LoginThrottle
  readonly guesses: CodeGuesses
  readonly notices: Notices
  readonly settings: Settings
  readonly logger: Logger
}

interface Proof {
  readonly password: string
  readonly code: string
}

/** A change that takes a code of the factor, and the mail about it. */
interface CodedChange<T> {
  readonly kind: Letter['kind']
  readonly change: (tx: Transaction, row: UserRow) => Promise<T>
}

/** The second factor of an account: turning it on and off, and its recovery codes. */
export class OwnSecondFactors {
  constructor(private readonly options: OwnSecondFactorOptions) {}

  /** Makes a secret that waits for its first code. */
  async setUp(caller: Caller, { password }: Input<'accounts.setUpTotp'>): Promise<Result<'accounts.setUpTotp'>> {
    const { database, settings } = this.options
    const { user, counted } = await this.checkPassword(caller, password)
    const secret = newTotpSecret()
    return database.write(async (tx) => {
      const { username } = await this.lock(tx, user, 'off')
      await counted.succeeded(tx)
      const expiresAt = tx.now + limits.secondFactorSetupMs
      await store.putFactor(tx.db, { user_key: user.key, secret, last_step: 0, tries_until: 0, expires_at: expiresAt })
      const server = (await settings.serverName(tx.db)) ?? 'Parley'
      return { secret, uri: totpUri(secret, { server, username }) }
    })
  }

  /** Turns the factor on. Its first code can't be used again, for a sign-in either. */
  async confirm(caller: Caller, { code }: Input<'accounts.confirmTotp'>): Promise<Result<'accounts.confirmTotp'>> {
    const { database, logger, notices } = this.options
    const recoveryCodes = newRecoveryCodes()
    const letter = await database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const row = await selectByKey(tx.db, caller.userKey)
      if (!row) throw fail('unauthenticated')
      if (row.second_factor_at !== null) throw fail('second_factor_on')
      const factor = await store.selectFactor(tx.db, row.key)
      if (!factor || (factor.expires_at ?? 0) <= tx.now)
        throw fail('not_found', { message: 'No secret waits for a code. Call accounts.setUpTotp first.' })
      const step = stepOfCode(factor.secret, code.replaceAll(/\s/g, ''), tx.now)
      if (step === undefined) throw fail('second_factor_invalid', { field: 'code' })
      await store.updateFactor(tx.db, row.key, { last_step: step, expires_at: null })
      await this.putCodes(tx, row.key, recoveryCodes)
      await publishFactor(tx, row, { second_factor_at: tx.now, recovery_codes: recoveryCodes.length })
      return notices.letterTo(tx.db, row, 'factorOn')
    })
    notices.send(letter)
    logger.info('a second factor was turned on', { userId: caller.userId })
    return { recoveryCodes }
  }

  /** Replaces the recovery codes. */
  async renewCodes(
    caller: Caller,
    proof: Input<'accounts.renewRecoveryCodes'>,
  ): Promise<Result<'accounts.renewRecoveryCodes'>> {
    const recoveryCodes = newRecoveryCodes()
    const change = async (tx: Transaction, row: UserRow) => {
      await this.putCodes(tx, row.key, recoveryCodes)
      return publishFactor(tx, row, { recovery_codes: recoveryCodes.length })
    }
    await this.withCode(caller, proof, { kind: 'recoveryCodes', change })
    return { recoveryCodes }
  }

  /** Turns the factor off. */
  async disable(caller: Caller, proof: Input<'accounts.disableTotp'>): Promise<Me> {
    const change = (tx: Transaction, row: UserRow) => this.removeIn(tx, row)
    const me = await this.withCode(caller, proof, { kind: 'factorOff', change })
    this.options.logger.info('a second factor was turned off', { userId: caller.userId })
    return me
  }

  /**
   * Turns the factor of a locked user off for an administrator.
   * @returns the changed row, and the mail to send once the transaction is stored
   */
  async removeFor(tx: Transaction, row: UserRow): Promise<{ row: UserRow; letter: Letter | undefined }> {
    const letter = await this.options.notices.letterTo(tx.db, row, 'factorRemoved')
    await this.removeIn(tx, row)
    return { row: { ...row, second_factor_at: null, recovery_codes: 0 }, letter }
  }

  /** Erases the factor of an account, and its tickets. */
  async eraseFactor(tx: Transaction, user: UserRef): Promise<boolean> {
    // Sign-ins on their way make a ticket only while they hold this lock.
    await tx.lock({ users: [user.key] })
    await deleteFactorOf(tx, user.key)
    return false
  }

  /** Removes secrets that were never confirmed; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteExpiredFactors(tx.db, { before: tx.now, limit })
  }

  private async removeIn(tx: Transaction, row: UserRow): Promise<Me> {
    await deleteFactorOf(tx, row.key)
    return publishFactor(tx, row, { second_factor_at: null, recovery_codes: 0 })
  }

  /** Runs a change that takes the password and a code of the factor, and tells the account's address. */
  private async withCode<T>(caller: Caller, { password, code }: Proof, { kind, change }: CodedChange<T>): Promise<T> {
    const { database, guesses, notices } = this.options
    const { user, counted } = await this.checkPassword(caller, password)
    // The password was right, so wrong codes of others at the same address don't count.
    return guesses.guardGuess({ address: `${user.key} ${caller.address}` }, async () => {
      const done = await database.write(async (tx) => {
        const row = await this.lock(tx, user, 'on')
        await counted.succeeded(tx)
        const used = await useSecondFactorCode(tx, row, code)
        if (used instanceof Failure) return used
        return { result: await change(tx, row), letter: await notices.letterTo(tx.db, row, kind) }
      })
      if (done instanceof Failure) throw done
      notices.send(done.letter)
      return done.result
    })
  }

  /** @throws `bad_credentials`; tries count before the password is checked */
  private async checkPassword(
    caller: Caller,
    password: string,
  ): Promise<{ user: UserRow; counted: Pick<CountedTry, 'succeeded'> }> {
    const { database, passwords, throttle } = this.options
    const user = await database.read((db) => selectByKey(db, caller.userKey))
    if (!user) throw fail('unauthenticated')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, user.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    return { user, counted }
  }

  /** @throws `bad_credentials` when the checked password is no longer the user's; `second_factor_on`, `second_factor_off` */
  private async lock(
    tx: Transaction,
    { key, password_hash: checked }: UserRow,
    expected: 'on' | 'off',
  ): Promise<UserRow> {
    await tx.lock({ users: [key] })
    const row = await selectByKey(tx.db, key)
    if (row?.password_hash !== checked) throw fail('bad_credentials', { field: 'password' })
    if ((row.second_factor_at === null) !== (expected === 'off'))
      throw fail(expected === 'off' ? 'second_factor_on' : 'second_factor_off')
    return row
  }

  private putCodes(tx: Transaction, userKey: number, codes: readonly string[]): Promise<void> {
    return store.putRecoveryCodes(tx.db, userKey, codes.map(hashRecoveryCode))
  }
}

const deleteFactorOf = async (tx: Transaction, userKey: number): Promise<void> => {
  await store.deleteFactor(tx.db, userKey)
  await store.deleteRecoveryCodes(tx.db, userKey)
  await deleteTickets(tx.db, userKey)
}

/** Stores the state of a locked user's factor, and sends it to their devices. */
export const publishFactor = async (
  tx: Transaction,
  { key }: UserRow,
  change: Partial<Pick<UserRow, 'second_factor_at' | 'recovery_codes'>>,
): Promise<Me> => {
  const rev = await raiseUserRev(tx, key)
  const me = toMe(await updateUser(tx.db, key, { ...change, profile_rev: rev }))
  tx.publish({ kind: 'user', userId: me.id, delta: { from: rev - 1, rev, me } })
  return me
}
