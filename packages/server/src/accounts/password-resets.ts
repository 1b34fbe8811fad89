import { type Input, limits, type Result, type User } from '@parley/protocol'
import type { CodeGuesses } from '../attempts/code-guesses'
import { type Stranger, signedInFrom } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import { hashSecret, newSecret } from '../lib/secret'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries, Transaction } from '../storage/database'
import { toUser, type UserRef, type UserRow } from '../users/users'
import type { Notices } from './email/notices'
import { refuseUnusable, setForgottenPassword } from './forgotten-password'
import { refuseWeak } from './password-rules'
import type { Passwords } from './passwords'
import * as resetStore from './reset-store'
import { demandSecondFactor } from './tickets'

const CODE_BYTES = 16

export interface PasswordResetsOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly guesses: CodeGuesses
  readonly notices: Notices
  readonly logger: Logger
}

/** One-time links with which people who forgot their password set a new one. Only the hashes of their codes are stored. */
export class PasswordResets {
  constructor(private readonly options: PasswordResetsOptions) {}

  /** Makes a code for a user, in place of the one before. */
  async createCode(tx: Transaction, user: UserRef): Promise<{ code: string; expiresAt: number }> {
    const code = newSecret(CODE_BYTES)
    const expiresAt = tx.now + limits.resetLinkMs
    await resetStore.putReset(tx.db, { user_key: user.key, code_hash: hashSecret(code), expires_at: expiresAt })
    return { code, expiresAt }
  }

  /** Whose password a code sets; undefined for one that doesn't work. */
  async findUser(db: Queries, code: string): Promise<User | undefined> {
    const row = await this.find(db, code)
    return row && toUser(row)
  }

  /**
   * Sets the password, ends every session of the account and signs in.
   * @throws `reset_invalid`; `account_disabled` and `account_closed`, which leave the code as it is
   */
  redeemCode(stranger: Stranger, input: Input<'accounts.resetPassword'>): Promise<Result<'accounts.resetPassword'>> {
    return this.options.guesses.guardGuess(stranger, () => this.set(stranger, input))
  }

  /** Removes the code of an account that is being erased. */
  async eraseCode(tx: Transaction, user: UserRef): Promise<boolean> {
    await resetStore.deleteReset(tx.db, user.key)
    return false
  }

  /** Removes codes that ran out; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return resetStore.deleteExpiredResets(tx.db, { before: tx.now, limit })
  }

  private async set(
    stranger: Stranger,
    { code, newPassword, device }: Input<'accounts.resetPassword'>,
  ): Promise<Result<'accounts.resetPassword'>> {
    const { database, logger, notices, passwords, sessions } = this.options
    const { username } = await database.read((db) => this.require(db, code))
    refuseWeak(newPassword, username, 'newPassword')
    const hash = await passwords.hash(newPassword)
    const done = await database.write(async (tx) => {
      const { key } = await this.require(tx.db, code)
      await tx.lock({ users: [key] })
      // Of two who use the link at once, the second one waited for the lock and finds no code.
      const row = await this.require(tx.db, code)
      refuseUnusable(row)
      const proved = { kind: 'link', proof: hashSecret(code), newPasswordHash: hash } as const
      const second = await demandSecondFactor(tx, row, proved)
      if (second) return second
      return setForgottenPassword(tx, { row, hash, sessions, notices, from: signedInFrom(stranger, { device }) })
    })
    if (done instanceof Failure) throw done
    const { letter, signedIn } = done
    notices.send(letter)
    logger.info('a password was reset', { userId: signedIn.user.id, address: stranger.address })
    return signedIn
  }

  private find(db: Queries, code: string): Promise<UserRow | undefined> {
    return resetStore.selectResetUser(db, { codeHash: hashSecret(code), nowMs: this.options.database.now() })
  }

  private async require(db: Queries, code: string): Promise<UserRow> {
    const row = await this.find(db, code)
    if (!row) throw fail('reset_invalid', { field: 'code' })
    return row
  }
}
