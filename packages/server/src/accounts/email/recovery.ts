import { randomInt } from 'node:crypto'
import { type Input, limits, type Result } from '@parley/protocol'
import type { CodeGuesses } from '../../attempts/code-guesses'
import { type Stranger, signedInFrom } from '../../lib/caller'
import type { Clock } from '../../lib/clock'
import { Failure, fail } from '../../lib/fail'
import { errorFields, type Logger } from '../../lib/logger'
import { hashSecretHex } from '../../lib/secret'
import { compose, type Letter } from '../../mail/compose'
import type { MailParts } from '../../mail/create-mail'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import type { UserRow } from '../../users/users'
import type { Challenges } from '../challenges'
import { type Closing, isOver } from '../closing'
import { findByLogin } from '../find-by-login'
import { setForgottenPassword } from '../forgotten-password'
import { refuseWeak } from '../password-rules'
import type { Passwords } from '../passwords'
import type { Settings } from '../settings'
import { selectByKey } from '../store'
import { demandSecondFactor, mailProof } from '../tickets'
import { isAddress } from './address'
import * as store from './email-store'
import { type CodeLimit, type MailCodes, newMailCode } from './mail-codes'
import type { Notices } from './notices'

export interface RecoveryOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly passwords: Passwords
  readonly challenges: Challenges
  readonly guesses: CodeGuesses
  readonly notices: Notices
  readonly closing: Closing
  readonly settings: Settings
  readonly codes: MailCodes
  readonly mail: MailParts
  readonly clock: Clock
  readonly logger: Logger
}

/** Requests that wait for their code; further ones are dropped. */
const WAITING_MAX = 200
/** The work for a request starts within this time after its response, so that it tells nothing through later calls. */
const SPREAD_MS = 1_000

/** New passwords by codes in mails. No response and no duration shows whether a login exists. */
export class Recovery {
  private waiting = 0

  constructor(private readonly options: RecoveryOptions) {}

  /** Responds before it looks at the login. The code is made and sent afterwards. */
  async recover(
    { address }: Stranger,
    { login, challenge }: Input<'accounts.recover'>,
  ): Promise<Record<string, never>> {
    const { challenges, clock, logger, mail } = this.options
    await challenges.redeemSolution(challenge)
    if (this.waiting >= WAITING_MAX || mail.queue.isFull) {
      logger.warn('a mail was dropped, because too many are waiting', { count: this.waiting + mail.queue.length })
      return {}
    }
    this.waiting++
    clock.setTimeout(() => {
      void this.send(login, address)
        .catch((error) => logger.warn('a mail was not sent', errorFields(error)))
        .finally(() => this.waiting--)
    }, randomInt(SPREAD_MS))
    return {}
  }

  /** Removes codes that expired, of either purpose; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteExpiredCodes(tx.db, { before: tx.now, limit })
  }

  /** Requests whose code is not yet made. */
  get requests(): number {
    return this.waiting
  }

  /**
   * Sets a password with a code, ends every session of the account and signs in.
   * @throws `code_invalid`; `account_disabled` and `weak_password`, which leave the code as it is
   */
  reset(
    stranger: Stranger,
    input: Input<'accounts.resetPassword'> & { readonly login: string },
  ): Promise<Result<'accounts.resetPassword'>> {
    return this.options.guesses.guardGuess(stranger, () => this.set(stranger, input))
  }

  private async send(login: string, address: string): Promise<void> {
    const { codes, database, mail, passwords } = this.options
    const code = newMailCode()
    const codeHash = await passwords.hash(code)
    const letter = await database.write(async (tx) => {
      const found = await findByLogin(tx.db, login)
      // Removing the address waits for this code and voids it, or happened before and is seen here.
      if (found) await tx.lock({ users: [found.key] })
      const user = found && (await selectByKey(tx.db, found.key))
      const subject = subjectOf(login, user)
      const pauseMs = await codes.countNew(tx, newCodesOf(subject, address), triesKey(subject))
      const email = user && (await store.selectEmail(tx.db, user.key))
      if (pauseMs > 0 || !user || !email || user.disabled_at !== null || isOver(user, tx.now)) return undefined
      const { address: to, folded, language } = email
      await store.putCode(tx.db, {
        ...{ user_key: user.key, purpose: 'recover', address: to, folded, language, code_hash: codeHash },
        expires_at: tx.now + limits.mailCodeMs,
      })
      const server = (await this.options.settings.serverName(tx.db)) ?? 'Parley'
      const letter: Letter = {
        ...{ kind: 'recover', to, language, server, username: user.username, code },
        minutes: limits.mailCodeMs / 60_000,
      }
      return letter
    })
    if (letter) mail.queue.add(compose(letter))
  }

  private async set(
    stranger: Stranger,
    { login, code, newPassword, device }: Input<'accounts.resetPassword'> & { readonly login: string },
  ): Promise<Result<'accounts.resetPassword'>> {
    const { closing, codes, database, logger, notices, passwords, sessions } = this.options
    refuseWeak(newPassword, isAddress(login) ? '' : login, 'newPassword')
    const { user, found, tries } = await database.write(async (tx) => {
      const user = await findByLogin(tx.db, login)
      const tries = triesOf(subjectOf(login, user), stranger.address)
      await codes.countTry(tx, tries)
      const found = await store.selectCode(tx.db, { userKey: user?.key ?? -1, purpose: 'recover', nowMs: tx.now })
      return { user, found, tries }
    })
    const digits = code.replaceAll(/\D/g, '')
    const isRight = await passwords.verify(digits, found?.code_hash).catch(async (error) => {
      await codes.undoTry(tries)
      throw error
    })
    if (!isRight || !user || !found) throw fail('code_invalid', { field: 'code' })
    // The owner of the code may try another password.
    await codes.undoTry(tries)
    refuseWeak(newPassword, user.username, 'newPassword')
    const hash = await passwords.hash(newPassword)
    const done = await database.write(async (tx) => {
      await tx.lock({ users: [user.key] })
      const held = await store.selectCode(tx.db, { userKey: user.key, purpose: 'recover', nowMs: tx.now })
      const row = await selectByKey(tx.db, user.key)
      if (!row || held?.code_hash !== found.code_hash) throw fail('code_invalid', { field: 'code' })
      const proved = { kind: 'mail', proof: mailProof(held.code_hash), newPasswordHash: hash } as const
      if (row.disabled_at !== null) throw fail('account_disabled')
      const second = isOver(row, tx.now) ? undefined : await demandSecondFactor(tx, row, proved)
      if (second) return second
      // The code proves the owner, who may come back to a closed account.
      const opened = isOver(row, tx.now) ? row : await closing.reopenIn(tx, row)
      return setForgottenPassword(tx, {
        row: opened,
        hash,
        sessions,
        notices,
        from: signedInFrom(stranger, { device }),
      })
    })
    if (done instanceof Failure) throw done
    const { letter, signedIn } = done
    notices.send(letter)
    await closing.settle({ key: user.key, id: signedIn.user.id })
    logger.info('a password was reset', { userId: signedIn.user.id, address: stranger.address })
    return signedIn
  }
}

const triesKey = (subject: string) => `recovery code ${subject}`

/** Tries of all strangers together count as well, because an attacker may have many addresses. */
const triesOf = (subject: string, address: string): readonly CodeLimit[] => [
  { key: triesKey(subject), most: limits.recoveryTriesPerAccount },
  { key: `${triesKey(subject)} ${address}`, most: limits.mailCodeTries },
]

/** A stranger who requests codes leaves some for the owner, who sits elsewhere. */
const newCodesOf = (subject: string, address: string): readonly CodeLimit[] => [
  { key: `recovery ${subject}`, most: limits.recoveryCodesPerAccount },
  { key: `recovery ${subject} ${address}`, most: limits.recoveryCodes },
]

/** The account that counts, or the login as it was typed. Texts that may be anything aren't stored. */
const subjectOf = (login: string, user: UserRow | undefined): string =>
  user ? String(user.key) : hashSecretHex(login.trim().toLowerCase())
