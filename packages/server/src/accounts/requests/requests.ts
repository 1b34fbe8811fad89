import { type AccountRequestId, type Input, limits, newUuidV7, type Result } from '@parley/protocol'
import type { RegistrationMode } from '@parley/protocol/accounts'
import { networkAround } from '../../lib/address-networks'
import { type Stranger, signedInFrom } from '../../lib/caller'
import { type Failure, fail } from '../../lib/fail'
import { hashSecret, newSecret } from '../../lib/secret'
import { toBytes } from '../../lib/uuid-bytes'
import type { NetworkBans } from '../../networks/network-bans'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Queries, Transaction } from '../../storage/database'
import type { Users } from '../../users/users'
import type { Challenges } from '../challenges'
import { loginName } from '../find-by-login'
import type { LoginThrottle } from '../login-throttle'
import { lockNames, refuseTaken } from '../new-account'
import { refuseWeak } from '../password-rules'
import type { Passwords } from '../passwords'
import type { ReservedNames } from '../reserved-names'
import { type RegistrationRule, ruleAt, type Settings } from '../settings'
import type { RequestNotices } from './request-notices'
import * as store from './requests-store'

/** As long as the token of a session, which a ticket becomes. */
const TICKET_BYTES = 32

export interface AccountRequestsOptions {
  readonly database: Database
  readonly settings: Settings
  readonly challenges: Challenges
  readonly passwords: Passwords
  readonly reservedNames: ReservedNames
  readonly bans: Pick<NetworkBans, 'refuseBlocked'>
  readonly throttle: Pick<LoginThrottle, 'forgetName'>
  readonly sessions: Pick<Sessions, 'findByToken'>
  readonly users: Pick<Users, 'me'>
  readonly notices: RequestNotices
}

/** A request for an account, whatever the account will sign in with. */
export interface NewRequest {
  readonly id: AccountRequestId
  readonly stranger: Stranger
  readonly person: Pick<Input<'accounts.requestAccount'>, 'username' | 'name' | 'note' | 'device'>
  readonly passwordHash: string
  /** The mode for this way to sign up; the server's own unless given. */
  readonly modeOf?: ((rule: RegistrationRule) => RegistrationMode) | undefined
}

/**
 * Requests for an account, where administrators approve new ones. A request is no user: the account comes to be with the
 * approval, so that nothing else has to leave it out.
 */
export class AccountRequests {
  constructor(private readonly options: AccountRequestsOptions) {}

  /** Stores a request, which reserves its username. */
  async add(stranger: Stranger, input: Input<'accounts.requestAccount'>): Promise<Result<'accounts.requestAccount'>> {
    const { challenges, database, passwords } = this.options
    const { username, password } = input
    refuseWeak(password, username)
    // Before the costly hash, and again in the transaction that counts.
    await database.read((db) => this.refuse(db, { stranger, username }))
    await challenges.redeemSolution(input.challenge)
    const passwordHash = await passwords.hash(password)
    return database.write((tx) => {
      const id = newUuidV7(tx.now) as AccountRequestId
      return this.insert(tx, { id, stranger, person: input, passwordHash })
    })
  }

  /** Stores a request in a transaction that holds no other lock yet. */
  async insert(tx: Transaction, request: NewRequest): Promise<Result<'accounts.requestAccount'>> {
    const { id, stranger, person, passwordHash, modeOf } = request
    const { username, name, note = '' } = person
    const ticket = newSecret(TICKET_BYTES)
    await lockNames(tx)
    await this.refuse(tx.db, { stranger, username, modeOf })
    await store.deleteExpiredName(tx.db, username, tx.now)
    await store.insertRequest(tx.db, {
      id: toBytes(id),
      ...{ username, name, password_hash: passwordHash, note: note || null },
      ...{ ...signedInFrom(stranger, person), token_hash: hashSecret(ticket), at: tx.now },
    })
    await this.options.notices.tell(tx)
    return { ticket, expiresAt: tx.now + limits.accountRequestMs }
  }

  /** How the request of a ticket stands; with an approved one, the account and the session that the ticket opens. */
  stateOf(ticket: string): Promise<Result<'accounts.requestState'>> {
    const { database, sessions, users } = this.options
    return database.read(async (db) => {
      const row = await store.selectByTicket(db, hashSecret(ticket), database.now())
      if (row) return { state: 'waiting', expiresAt: store.endOf(row) }
      const found = await sessions.findByToken(db, ticket)
      const user = found && (await users.me(db, found.userKey))
      if (!user) return { state: 'over' }
      return { state: 'approved', signedIn: { user, session: { ...found.session, token: ticket } } }
    })
  }

  /** Erases the request of a ticket; without one, nothing. */
  async withdraw(ticket: string): Promise<Record<string, never>> {
    const { database, notices, throttle } = this.options
    return database.write(async (tx) => {
      const row = await store.takeByTicket(tx.db, hashSecret(ticket))
      if (!row) return {}
      await throttle.forgetName(tx, row.username)
      await notices.tell(tx)
      return {}
    })
  }

  /** Removes the request of a person who has an account by now. */
  async discard(tx: Transaction, id: AccountRequestId): Promise<void> {
    const row = await store.takeById(tx.db, id)
    if (!row) return
    await this.options.throttle.forgetName(tx, row.username)
    await this.options.notices.tell(tx)
  }

  /** The waiting request of a login. Every sign-in runs this query, so that all logins take the same time. */
  findByLogin(db: Queries, login: string): Promise<store.RequestRow | undefined> {
    return store.selectByName(db, loginName(login) ?? '', this.options.database.now())
  }

  /** The answer to a sign-in with the right password of a request; undefined when it waits no longer. */
  async refusalOf(
    tx: Transaction,
    { username, password_hash }: Pick<store.RequestRow, 'username' | 'password_hash'>,
  ): Promise<Failure | undefined> {
    const row = await store.selectByName(tx.db, username, tx.now)
    if (row?.password_hash !== password_hash) return undefined
    return fail('approval_pending', { until: store.endOf(row) })
  }

  /** Removes requests without an answer in time; returns how many. */
  async removeOld(tx: Transaction, limit: number): Promise<number> {
    const removed = await store.deleteExpired(tx.db, { nowMs: tx.now, limit })
    if (removed > 0) await this.options.notices.tell(tx)
    return removed
  }

  private async refuse(
    db: Queries,
    {
      stranger: { address },
      username,
      modeOf,
    }: Pick<NewRequest, 'stranger' | 'modeOf'> & { readonly username: string },
  ): Promise<void> {
    const { bans, database, reservedNames, settings } = this.options
    await bans.refuseBlocked(db, address)
    const nowMs = database.now()
    const rule = ruleAt(await settings.registration(db), nowMs)
    const mode = modeOf ? modeOf(rule) : rule.mode
    if (mode === 'closed' || mode === 'external') throw fail('registration_closed')
    if (mode === 'invite') throw fail('invite_required')
    if (mode === 'open') throw fail('registration_open')
    await refuseTaken(db, { username, reserved: reservedNames, nowMs })
    const addresses = await store.selectAddresses(db, nowMs)
    const around = networkAround(address)
    const ofAddress = addresses.filter((one) => one === address)
    const ofNetwork = addresses.filter((one) => networkAround(one) === around)
    const full =
      addresses.length >= limits.accountRequests ||
      ofAddress.length >= limits.accountRequestsPerAddress ||
      ofNetwork.length >= limits.accountRequestsPerNetwork
    if (full) throw fail('requests_full')
  }
}
