import { limits, type Result } from '@parley/protocol'
import type { AuditLog } from '../../audit/audit-log'
import { type Stranger, signedInFrom } from '../../lib/caller'
import { fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import { hashSecret, newSecret } from '../../lib/secret'
import type { Letter } from '../../mail/compose'
import type { NetworkBans } from '../../networks/network-bans'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { toMe, toUser, type UserRow } from '../../users/users'
import { isOver } from '../closing'
import { readAddress } from '../email/address'
import { selectEmailByFolded } from '../email/email-store'
import type { Notices } from '../email/notices'
import { giveProof } from '../give-proof'
import { hasPassword } from '../no-password'
import type { AccountRequests } from '../requests/requests'
import { selectByKey } from '../store'
import { demandSecondFactor } from '../tickets'
import { applyGroups, lockForGroups } from './admin-by-group'
import type { ProvenPerson } from './claims'
import * as flowStore from './flow-store'
import * as store from './identity-store'
import { ProviderError } from './provider-problem'
import type { ProviderSessions } from './provider-sessions'
import type { Providers } from './providers'
import { stepTicketHash } from './step-ticket'

const TICKET_BYTES = 32

export interface ProviderSignInsOptions {
  readonly database: Database
  readonly providers: Providers
  readonly follow: ProviderSessions
  readonly sessions: Pick<Sessions, 'createSession' | 'revokeAll'>
  readonly bans: Pick<NetworkBans, 'check'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly notices: Notices
  readonly requests: Pick<AccountRequests, 'discard'>
  readonly logger: Logger
  /** Whether people can sign in by password. */
  readonly byPassword: boolean
}

/** A person for whom a provider vouched. */
export interface Vouched {
  readonly provider: string
  readonly person: ProvenPerson
}

/**
 * The result of a sign-in through a provider: a session, or a ticket. With `step`, the ticket is for `accounts.identityStep`. With
 * `second`, it is for `accounts.passSecondFactor`. `same` is a browser in which this account is signed in already.
 */
export type Entered = Opened | { readonly kind: 'same' }

/** The same for an account that is being opened. */
export type Opened =
  | { readonly kind: 'session'; readonly signedIn: Result<'accounts.login'> }
  | { readonly kind: 'step' | 'second'; readonly ticket: string }

/** From a person for whom a provider vouched to their account. The provider's sign-in takes the place of the password. */
export class ProviderSignIns {
  constructor(private readonly options: ProviderSignInsOptions) {}

  /**
   * Signs in. A browser that is signed in already keeps its session: it never changes to another account.
   * @param callerKey the account of this browser’s session
   * @throws `network_blocked`; {ProviderError} with `account_disabled` or `opens_another`
   */
  async enter(stranger: Stranger, vouched: Vouched, callerKey?: number): Promise<Entered> {
    const { bans, database, logger, notices } = this.options
    await bans.check(stranger.address)
    const { entered, letter, row } = await database.write((tx) => this.enterIn(tx, stranger, { ...vouched, callerKey }))
    notices.send(letter)
    if (entered.kind === 'session')
      logger.info('a sign-in through a provider', { userId: row && toUser(row).id, provider: vouched.provider })
    return entered
  }

  /**
   * Takes the place of the password that the account of a signed-in owner lacks, or that the server doesn’t take.
   * @returns the proof, for methods that take the password
   * @throws {ProviderError} when the provider vouched for someone else
   */
  async prove(userKey: number, { person }: Vouched): Promise<string> {
    return this.options.database.write(async (tx) => {
      await tx.lock({ users: [userKey] })
      const identity = await store.selectIdentity(tx.db, person)
      const row = identity?.user_key === userKey ? await selectByKey(tx.db, userKey) : undefined
      if (!row) throw new ProviderError('other_account', 'the provider vouched for another account')
      if (this.options.byPassword && hasPassword(row.password_hash))
        throw new ProviderError('other_account', 'this account has a password')
      return giveProof(tx, row)
    })
  }

  /**
   * Opens a locked account that its second factor doesn't keep closed.
   * @returns the session, or the ticket for the second factor
   */
  async open(
    tx: Transaction,
    row: UserRow,
    opening: Vouched & {
      readonly stranger: Stranger
      readonly device?: string | undefined
      readonly identityKey: number
      /** The encrypted refresh token, where a ticket kept it. */
      readonly stored?: Uint8Array | null
    },
  ): Promise<Opened> {
    const { follow, providers, sessions } = this.options
    const { provider, person, stranger, identityKey } = opening
    const user = { key: row.key, id: toUser(row).id }
    const kind = row.erase_at === null ? 'sign_in' : 'restore'
    const trusted = providers.find(provider)?.client.provider.secondFactor === 'trust'
    const second = trusted ? undefined : await demandSecondFactor(tx, row, { kind })
    const refreshToken = opening.stored ?? follow.stored(provider, person.refreshToken)
    if (second) {
      const { ticket = '' } = second.details
      await this.putTicket(tx, hashSecret(ticket), { provider, person, refreshToken })
      return { kind: 'second', ticket }
    }
    const session = await sessions.createSession(tx, user, signedInFrom(stranger, opening))
    await follow.follow(tx, user, { provider, identityKey, sessionId: session.id, refreshToken })
    return { kind: 'session', signedIn: { user: toMe(row), session } }
  }

  private async enterIn(
    tx: Transaction,
    stranger: Stranger,
    { callerKey, ...vouched }: Vouched & { readonly callerKey: number | undefined },
  ): Promise<{ entered: Entered; letter?: Letter | undefined; row?: UserRow }> {
    const { audit, sessions } = this.options
    const { provider, person } = vouched
    const known = await store.selectIdentity(tx.db, person)
    const userKey = known?.user_key ?? (await this.keyByAddress(tx, vouched))
    if (userKey === undefined) return { entered: await this.makeTicket(tx, stranger, vouched) }
    const row = await lockForGroups(tx, userKey, person)
    if (row && callerKey !== undefined && callerKey !== row.key)
      throw new ProviderError('opens_another', 'the identity opens another account', row.username)
    if (!row || isOver(row, tx.now)) throw new ProviderError('account_disabled', 'the account is being erased')
    if (row.disabled_at !== null) throw new ProviderError('account_disabled', 'the account is disabled')
    const { identity, letter } = await this.use(tx, row, vouched)
    // Someone removed the link, or used the address, while this waited for the lock.
    if (!identity) return { entered: await this.makeTicket(tx, stranger, vouched) }
    if (row.erase_at !== null) return { entered: await this.makeTicket(tx, stranger, vouched), letter }
    const now = await applyGroups(tx, row, { provider, admin: person.admin, audit, sessions })
    if (callerKey === row.key) return { entered: { kind: 'same' }, letter, row: now }
    const entered = await this.open(tx, now, { ...vouched, stranger, identityKey: identity.key })
    return { entered, letter, row: now }
  }

  /** Notes the use of a link, or makes one by address. */
  private async use(
    tx: Transaction,
    row: UserRow,
    { provider, person }: Vouched,
  ): Promise<{ identity?: Pick<store.IdentityRow, 'key'> | undefined; letter?: Letter | undefined }> {
    const held = await store.selectIdentity(tx.db, person)
    const label = person.label ?? null
    if (held) {
      if (held.user_key !== row.key) return {}
      await store.updateUse(tx.db, held.key, { used_at: tx.now, provider, label })
      return { identity: held }
    }
    if ((await this.keyByAddress(tx, { provider, person })) !== row.key) return {}
    const linked = { user_key: row.key, provider, issuer: person.issuer, subject: person.subject, label }
    const identity = await store.insertIdentity(tx.db, { ...linked, created_at: tx.now, used_at: tx.now })
    const requestId = await store.selectRequestOf(tx.db, person)
    if (requestId !== undefined) await this.options.requests.discard(tx, requestId)
    return { identity, letter: await this.options.notices.letterTo(tx.db, row, 'identityLinked') }
  }

  /** The account with a confirmed address for which the provider vouches, where the settings allow that. */
  private async keyByAddress(tx: Transaction, { provider, person }: Vouched): Promise<number | undefined> {
    if (this.options.providers.find(provider)?.client.provider.link !== 'verified_email') return undefined
    const address = person.email === undefined ? undefined : readAddress(person.email)
    const userKey = address && (await selectEmailByFolded(tx.db, address.folded))?.user_key
    // Where an owner removed an identity of the issuer, only the owner links one again.
    if (userKey === undefined || (await store.isRemoved(tx.db, { user_key: userKey, issuer: person.issuer })))
      return undefined
    return userKey
  }

  private async makeTicket(tx: Transaction, stranger: Stranger, { provider, person }: Vouched): Promise<Entered> {
    const ticket = newSecret(TICKET_BYTES)
    const refreshToken = this.options.follow.stored(provider, person.refreshToken)
    await this.putTicket(tx, stepTicketHash(ticket, stranger), { provider, person, refreshToken })
    return { kind: 'step', ticket }
  }

  private async putTicket(
    tx: Transaction,
    ticketHash: Uint8Array,
    { provider, person, refreshToken }: Vouched & { readonly refreshToken: Uint8Array | null },
  ): Promise<void> {
    const { issuer, subject, label = null, username = null, name = null, admin } = person
    await flowStore.insertProved(tx.db, {
      ...{ ticket_hash: ticketHash, provider, issuer, subject, label, username, name },
      ...{ admin: admin === undefined ? null : Number(admin), refresh_token: refreshToken },
      expires_at: tx.now + limits.providerFlowMs,
    })
  }
}

/** The refusal of a ticket that doesn't work. */
export const ticketInvalid = () => fail('ticket_invalid', { field: 'ticket' })
