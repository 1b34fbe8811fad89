import type { Input, Result, SessionId } from '@parley/protocol'
import type { CodeGuesses } from '../../attempts/code-guesses'
import { type Stranger, signedInFrom } from '../../lib/caller'
import { Failure, fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import { hashSecret } from '../../lib/secret'
import type { Letter } from '../../mail/compose'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { toMe, toUser, type UserRef, type UserRow } from '../../users/users'
import { type Closing, isOver } from '../closing'
import type { Notices } from '../email/notices'
import { setForgottenPassword } from '../forgotten-password'
import { selectByKey } from '../store'
import * as store from '../ticket-store'
import { stillProved } from '../tickets'
import { useSecondFactorCode } from './check-code'
import { publishFactor } from './own-second-factor'

/** Sign-ins through providers that wait for the second factor. */
export interface ProviderTickets {
  /** Makes the new session of a ticket follow its provider; without one, nothing. */
  followTicket(
    tx: Transaction,
    user: UserRef,
    from: { readonly ticketHash: Uint8Array; readonly sessionId: SessionId },
  ): Promise<void>
}

export interface SecondStepsOptions {
  readonly database: Database
  readonly sessions: Sessions
  readonly closing: Closing
  readonly guesses: CodeGuesses
  readonly notices: Notices
  readonly follow: ProviderTickets
  readonly logger: Logger
}

type SignedIn = Result<'accounts.passSecondFactor'>

interface Passed {
  readonly signedIn: SignedIn
  readonly letters: readonly (Letter | undefined)[]
  readonly row: UserRow
  readonly kind: store.TicketRow['kind']
}

/** The second step of everything that signs in: it takes the ticket of the first step, and a code of the second factor. */
export class SecondSteps {
  constructor(private readonly options: SecondStepsOptions) {}

  /**
   * Only a password gets a ticket, and each account has a limit of wrong codes. So with a ticket that works, wrong codes
   * delay the same account from the same address alone.
   * @throws `ticket_invalid`, `second_factor_invalid`, `account_disabled`, `account_closed`, `rate_limited`
   */
  async pass(stranger: Stranger, input: Input<'accounts.passSecondFactor'>): Promise<SignedIn> {
    const { database, guesses } = this.options
    const ticketHash = hashSecret(input.ticket)
    const held = await database.read((db) => store.selectTicket(db, { ticketHash, nowMs: database.now() }))
    const counted = held ? { address: `${held.user_key} ${stranger.address}` } : stranger
    return guesses.guardGuess(counted, () => this.redeem(stranger, input))
  }

  /** Removes tickets that ran out; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteExpiredTickets(tx.db, { before: tx.now, limit })
  }

  private async redeem(stranger: Stranger, input: Input<'accounts.passSecondFactor'>): Promise<SignedIn> {
    const { closing, database, logger, notices } = this.options
    const passed = await database.write((tx) => this.passIn(tx, stranger, input))
    if (passed instanceof Failure) throw passed
    const { kind, letters, row, signedIn } = passed
    for (const letter of letters) notices.send(letter)
    await closing.settle({ key: row.key, id: signedIn.user.id })
    if (kind === 'mail' || kind === 'link')
      logger.info('a password was reset', { userId: signedIn.user.id, address: stranger.address })
    return signedIn
  }

  private async passIn(
    tx: Transaction,
    stranger: Stranger,
    { ticket, code, device }: Input<'accounts.passSecondFactor'>,
  ): Promise<Passed | Failure> {
    const { notices } = this.options
    const ticketHash = hashSecret(ticket)
    const { held, row } = await this.lockTicket(tx, ticketHash)
    if (row.disabled_at !== null) throw fail('account_disabled')
    if (row.erase_at !== null && (held.kind === 'sign_in' || held.kind === 'link'))
      throw fail('account_closed', { until: row.erase_at })
    const used = await useSecondFactorCode(tx, row, code)
    if (used instanceof Failure) return used
    await store.deleteTicket(tx.db, ticketHash)
    const letters: (Letter | undefined)[] = []
    if (used.by === 'recovery code') {
      await publishFactor(tx, row, { recovery_codes: row.recovery_codes - 1 })
      letters.push(await notices.letterTo(tx.db, row, 'recoveryUsed'))
    }
    const { signedIn, letter } = await this.signIn(tx, held, signedInFrom(stranger, { device }))
    return { signedIn, letters: [...letters, letter], row, kind: held.kind }
  }

  /** @throws `ticket_invalid` */
  private async lockTicket(tx: Transaction, ticketHash: Uint8Array): Promise<{ held: store.TicketRow; row: UserRow }> {
    const invalid = () => fail('ticket_invalid', { field: 'ticket' })
    const seen = await store.selectTicket(tx.db, { ticketHash, nowMs: tx.now })
    if (!seen) throw invalid()
    await tx.lock({ users: [seen.user_key] })
    // Of two that redeem it at once, the second one waited for the lock and finds no ticket.
    const held = await store.selectTicket(tx.db, { ticketHash, nowMs: tx.now })
    const row = await selectByKey(tx.db, seen.user_key)
    if (!held || !row || isOver(row, tx.now)) throw invalid()
    if (!(await stillProved(tx.db, row, { ...held, nowMs: tx.now }))) throw invalid()
    return { held, row }
  }

  private async signIn(
    tx: Transaction,
    held: store.TicketRow,
    from: ReturnType<typeof signedInFrom>,
  ): Promise<{ signedIn: SignedIn; letter?: Letter | undefined }> {
    const { closing, notices, sessions } = this.options
    // With the recovery codes that are left by now.
    const now = await selectByKey(tx.db, held.user_key)
    if (!now) throw fail('ticket_invalid', { field: 'ticket' })
    const row = await closing.reopenIn(tx, now)
    const { password_hash: hash } = held
    if (hash !== null) return setForgottenPassword(tx, { row, hash, sessions, notices, from })
    const user = { key: row.key, id: toUser(row).id }
    const session = await sessions.createSession(tx, user, from)
    // A sign-in through a provider follows it from here on.
    await this.options.follow.followTicket(tx, user, { ticketHash: held.ticket_hash, sessionId: session.id })
    return { signedIn: { user: toMe(row), session } }
  }
}
