import { type AccountRequestId, type Input, limits, newUuidV7, type Result } from '@parley/protocol'
import type { RegistrationMode } from '@parley/protocol/accounts'
import type { CodeGuesses } from '../../attempts/code-guesses'
import type { AuditLog } from '../../audit/audit-log'
import type { Stranger } from '../../lib/caller'
import { fail } from '../../lib/fail'
import { toBytes } from '../../lib/uuid-bytes'
import type { NetworkBans } from '../../networks/network-bans'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Queries, Transaction } from '../../storage/database'
import { toUser } from '../../users/users'
import { type Closing, isOver } from '../closing'
import { withoutPassword } from '../no-password'
import type { LinkIdentity } from '../requests/request-answers'
import type { AccountRequests } from '../requests/requests'
import { type RegistrationRule, ruleAt, type Settings } from '../settings'
import type { SignUps } from '../sign-up'
import { selectByKey } from '../store'
import { applyGroups, lockForGroups } from './admin-by-group'
import * as flowStore from './flow-store'
import * as store from './identity-store'
import type { ProviderSessions } from './provider-sessions'
import { type Opened, type ProviderSignIns, ticketInvalid } from './provider-sign-in'
import type { Providers } from './providers'
import { stepTicketHash } from './step-ticket'

export interface NewIdentitiesOptions {
  readonly database: Database
  readonly providers: Providers
  readonly follow: ProviderSessions
  readonly signIns: ProviderSignIns
  readonly signUps: SignUps
  readonly settings: Settings
  readonly requests: AccountRequests
  readonly closing: Closing
  readonly guesses: CodeGuesses
  readonly bans: Pick<NetworkBans, 'check'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly sessions: Pick<Sessions, 'revokeAll'>
}

/** An identity without an account yet. */
type NewIdentity = Pick<flowStore.ProvedRow, 'provider' | 'issuer' | 'subject' | 'label'>

/** The uses of a provider’s ticket, for people without an account and owners of a closed one. */
export class NewIdentities {
  constructor(private readonly options: NewIdentitiesOptions) {}

  /** The way on from a ticket. */
  step(stranger: Stranger, { ticket }: Input<'accounts.identityStep'>): Promise<Result<'accounts.identityStep'>> {
    const { database, guesses, providers, settings } = this.options
    return guesses.guardGuess(stranger, () =>
      database.read(async (db) => {
        const proved = await this.require(db, stepTicketHash(ticket, stranger))
        const identity = await store.selectIdentity(db, proved)
        const row = identity && (await selectByKey(db, identity.user_key))
        const rule = ruleAt(await settings.registration(db), database.now())
        const { provider, label, username, name } = proved
        return {
          provider: providers.shown(provider, stranger.origin),
          registration: this.modeFor(provider, rule),
          ...(label === null ? {} : { label }),
          ...(username === null ? {} : { username }),
          ...(name === null ? {} : { name }),
          ...(rule.opensAt === undefined ? {} : { opensAt: rule.opensAt }),
          ...(row?.erase_at ? { restorableUntil: row.erase_at } : {}),
        }
      }),
    )
  }

  /** Makes an account without a password. The person confirmed its names. */
  register(
    stranger: Stranger,
    { ticket, ...person }: Input<'accounts.registerIdentity'>,
  ): Promise<Result<'accounts.registerIdentity'>> {
    const { audit, database, follow, guesses, sessions, signUps } = this.options
    return guesses.guardGuess(stranger, () =>
      database.write(async (tx) => {
        const proved = await this.take(tx, stepTicketHash(ticket, stranger))
        const modeOf = (rule: RegistrationRule) => this.modeFor(proved.provider, rule)
        const signUp = { stranger, person, passwordHash: withoutPassword(), modeOf }
        // Before the sign-up: the request reserves a username.
        await this.withdraw(tx, proved)
        return signUps.insert(tx, signUp, async (row, session) => {
          const user = { key: row.key, id: toUser(row).id }
          const identityKey = await this.link(tx, row.key, proved)
          const { provider, refresh_token: refreshToken } = proved
          await follow.follow(tx, user, { provider, identityKey, sessionId: session.id, refreshToken })
          // The setup link makes an administrator whatever the groups say.
          return proved.admin === 1 ? applyGroups(tx, row, { provider, admin: true, audit, sessions }) : row
        })
      }),
    )
  }

  /** Requests an account, where administrators approve new ones. */
  request(
    stranger: Stranger,
    { ticket, ...person }: Input<'accounts.requestIdentity'>,
  ): Promise<Result<'accounts.requestIdentity'>> {
    const { database, guesses, requests } = this.options
    return guesses.guardGuess(stranger, () =>
      database.write(async (tx) => {
        const proved = await this.take(tx, stepTicketHash(ticket, stranger))
        const { provider, issuer, subject, label, admin, refresh_token } = proved
        const modeOf = (rule: RegistrationRule) => this.modeFor(provider, rule)
        const id = newUuidV7(tx.now) as AccountRequestId
        const request = { id, stranger, person, passwordHash: withoutPassword(), modeOf }
        const answer = await requests.insert(tx, request)
        if ((await store.selectIdentity(tx.db, proved)) || (await store.selectRequestOf(tx.db, proved)))
          throw fail('identity_taken')
        await store.insertRequested(tx.db, {
          ...{ request_id: toBytes(id), provider, issuer, subject, label, admin, refresh_token },
        })
        return answer
      }),
    )
  }

  /** The identity of a request for an account. */
  async requested(tx: Transaction, id: AccountRequestId): Promise<LinkIdentity | 'taken' | undefined> {
    const requested = await store.selectRequested(tx.db, toBytes(id))
    if (!requested) return undefined
    if (await store.selectIdentity(tx.db, requested)) return 'taken'
    const { audit, follow, sessions } = this.options
    const { provider, admin, refresh_token: refreshToken } = requested
    return async (later, account, sessionId) => {
      const user = { key: account.key, id: toUser(account).id }
      const identityKey = await this.link(later, account.key, requested)
      await follow.follow(later, user, { provider, identityKey, sessionId, refreshToken, isStale: true })
      if (admin === 1) await applyGroups(later, account, { provider, admin: true, audit, sessions })
    }
  }

  /** Opens a closed account again. */
  async restore(
    stranger: Stranger,
    { ticket, device }: Input<'accounts.restoreIdentity'>,
  ): Promise<Result<'accounts.restoreIdentity'>> {
    const { bans, closing, guesses } = this.options
    await bans.check(stranger.address)
    const entered = await guesses.guardGuess(stranger, () => this.reopen(stranger, ticket, device))
    if (entered.kind !== 'session')
      throw fail('second_factor_required', { ticket: entered.ticket, until: entered.until })
    await closing.settle({ key: entered.key, id: entered.signedIn.user.id })
    return entered.signedIn
  }

  private reopen(
    stranger: Stranger,
    ticket: string,
    device: string | undefined,
  ): Promise<Opened & { readonly key: number; readonly until: number }> {
    const { audit, closing, database, sessions, signIns } = this.options
    return database.write(async (tx) => {
      const proved = await this.take(tx, stepTicketHash(ticket, stranger))
      const seen = await store.selectIdentity(tx.db, proved)
      if (!seen) throw ticketInvalid()
      const person = personOf(proved)
      const held = await lockForGroups(tx, seen.user_key, person)
      const identity = await store.selectIdentity(tx.db, proved)
      if (identity?.user_key !== seen.user_key || !held || isOver(held, tx.now)) throw ticketInvalid()
      if (held.disabled_at !== null) throw fail('account_disabled')
      const { provider } = proved
      const row = await applyGroups(tx, held, { provider, admin: person.admin, audit, sessions })
      const opening = { provider, stranger, device, identityKey: identity.key }
      const entered = await signIns.open(tx, row, {
        ...opening,
        person,
        stored: proved.refresh_token,
      })
      if (entered.kind === 'session') await closing.reopenIn(tx, row)
      return { ...entered, key: row.key, until: tx.now + limits.ticketMs }
    })
  }

  /** Who can create an account through a provider. */
  private modeFor(provider: string, { mode }: RegistrationRule): RegistrationMode {
    const setting = this.options.providers.find(provider)?.client.provider.registration ?? 'closed'
    return setting === 'server' ? mode : setting
  }

  private async withdraw(tx: Transaction, identity: NewIdentity): Promise<void> {
    const id = await store.selectRequestOf(tx.db, identity)
    if (id !== undefined) await this.options.requests.discard(tx, id)
  }

  /** @throws `identity_taken` */
  private async link(
    tx: Transaction,
    userKey: number,
    { provider, issuer, subject, label }: NewIdentity,
  ): Promise<number> {
    const row = { user_key: userKey, provider, issuer, subject, label, created_at: tx.now, used_at: tx.now }
    const linked = await store.insertIdentity(tx.db, row)
    if (!linked) throw fail('identity_taken')
    return linked.key
  }

  private async require(db: Queries, ticketHash: Uint8Array): Promise<flowStore.ProvedRow> {
    const nowMs = this.options.database.now()
    const proved = await flowStore.selectProved(db, { ticketHash, nowMs })
    if (!proved) throw ticketInvalid()
    return proved
  }

  private async take(tx: Transaction, ticketHash: Uint8Array): Promise<flowStore.ProvedRow> {
    const proved = await flowStore.takeProved(tx.db, { ticketHash, nowMs: tx.now })
    if (!proved) throw ticketInvalid()
    return proved
  }
}

/** The person of a stored ticket. */
const personOf = ({ issuer, subject, label, username, name, admin }: flowStore.ProvedRow) => ({
  ...{ issuer, subject, email: undefined, refreshToken: undefined },
  ...{ label: label ?? undefined, username: username ?? undefined, name: name ?? undefined },
  admin: admin === null ? undefined : admin === 1,
})
