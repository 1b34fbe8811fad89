import { type Input, limits, type Result } from '@parley/protocol'
import { giveProof } from '../accounts/give-proof'
import { type Caller, type ServiceCaller, type SignedInFrom, type Stranger, signedInFrom } from '../lib/caller'
import { fail } from '../lib/fail'
import { hashSecret } from '../lib/secret'
import type { NetworkBans } from '../networks/network-bans'
import type { Registrations } from '../networks/registrations'
import type { Sessions } from '../sessions/sessions'
import type { Database, Transaction } from '../storage/database'
import { toMe, toUser, type UserRow } from '../users/users'
import { selectAccount } from './external-store'
import type { ExternalUsers } from './external-users'
import { type CheckedJwt, checkJwt, type JwtKeys, type JwtRules } from './jwt/check-jwt'
import { erasedAt } from './jwt/erased-ids'
import { deleteExpired, insertUsed } from './jwt/used-store'
import type { ServiceTokens } from './tokens'

export interface ExternalSignInsOptions {
  readonly database: Database
  readonly sessions: Pick<Sessions, 'createSession' | 'endOfService'>
  readonly tokens: Pick<ServiceTokens, 'endOf'>
  readonly externalUsers: ExternalUsers
  readonly registrations: Pick<Registrations, 'note'>
  readonly bans: Pick<NetworkBans, 'check'>
  /** How tokens of another product are checked. Undefined: the server accepts none. */
  readonly jwt: { readonly rules: JwtRules; readonly keys: JwtKeys } | undefined
}

type SignedIn = Result<'service.createSession'>

/** Sign-ins that another product vouches for: by a call of its service, or by a token that the person brings. */
export class ExternalSignIns {
  constructor(private readonly options: ExternalSignInsOptions) {}

  /**
   * Signs a user in for a service, for a limited time. The session ends with the token of the service.
   * @throws `unauthenticated` for a token that was revoked meanwhile
   */
  async createSession(
    { address, token }: ServiceCaller,
    { externalId, ttlMs, device = token.name }: Input<'service.createSession'>,
  ): Promise<SignedIn> {
    const { database, externalUsers, sessions, tokens } = this.options
    const serviceId = token.id
    const signedIn = await database.write(async (tx) => {
      const row = await externalUsers.lockAccount(tx, externalId)
      const tokenEnd = (await tokens.endOf(tx.db, serviceId)) ?? Number.POSITIVE_INFINITY
      const expiresAt = Math.min(tx.now + ttlMs, tokenEnd)
      return this.signIn(tx, row, { address, device, expiresAt, serviceId })
    })
    try {
      // A revocation before this point may have missed the session. A later one finds it.
      await database.read((db) => tokens.endOf(db, serviceId))
    } catch (error) {
      await sessions.endOfService(serviceId)
      throw error
    }
    return signedIn
  }

  /** Signs in with a token of another product, which creates the account where there is none. */
  async exchange(stranger: Stranger, { jwt, device }: Input<'accounts.exchange'>): Promise<SignedIn> {
    const { bans, database, externalUsers, registrations } = this.options
    if (!this.options.jwt) throw fail('exchange_off')
    await bans.check(stranger.address)
    const checked = await checkJwt(jwt, { ...this.options.jwt, nowMs: database.now() })
    const { jti, madeAt, person } = checked
    return database.write(async (tx) => {
      const { row, created } = await externalUsers.enterIn(tx, person)
      // After the lock: the erasure of the former account is over, or begins later.
      const erased = created ? await erasedAt(tx, person.externalId) : undefined
      if (erased !== undefined && madeAt <= erased)
        throw fail('jwt_invalid', {
          field: 'jwt',
          message: 'This sign-in token does not work: its person was erased after it was made.',
        })
      if (jti !== undefined) await this.useOnce(tx, jti, checked)
      if (created) await registrations.note(tx, row.key, { address: stranger.address, at: tx.now })
      return this.signIn(tx, row, signedInFrom(stranger, { device }))
    })
  }

  /**
   * Gives the caller a proof that takes the place of the password, with a token that the other product has just made for them.
   * @throws `jwt_invalid`, `exchange_off`; `forbidden` for administrators
   */
  async prove(caller: Caller, { jwt }: Input<'accounts.proveByToken'>): Promise<Result<'accounts.proveByToken'>> {
    const { database } = this.options
    if (!this.options.jwt) throw fail('exchange_off')
    const checked = await checkJwt(jwt, { ...this.options.jwt, nowMs: database.now() })
    const { claims, jti, madeAt, person } = checked
    return database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const row = await selectAccount(tx.db, person.externalId)
      if (row?.key !== caller.userKey) throw refused('it is of another person')
      refuseAdmin(row)
      if (tx.now - madeAt > limits.proofTokenAgeMs)
        throw refused(`it was made more than ${limits.proofTokenAgeMs / 1_000} seconds ago`)
      // A token without an id signs in several times, and proves once.
      await this.useOnce(tx, jti ?? `proof ${claims}`, checked)
      return { proof: await giveProof(tx, row) }
    })
  }

  /** Removes notes about tokens that have expired; returns how many. */
  removeOld(tx: Transaction, limit: number): Promise<number> {
    return deleteExpired(tx.db, { before: tx.now, limit })
  }

  /** @throws `jwt_invalid` for an id that was used */
  private async useOnce(tx: Transaction, id: string, { usableUntil }: CheckedJwt): Promise<void> {
    const hash = hashSecret(`${this.options.jwt?.rules.issuer}\n${id}`)
    if (!(await insertUsed(tx.db, { hash, expiresAt: usableUntil })))
      throw refused('it was used before, and works once')
  }

  /** @throws `account_disabled`, `account_closed`, `forbidden` */
  private async signIn(tx: Transaction, row: UserRow, from: SignedInFrom): Promise<SignedIn> {
    if (row.disabled_at !== null) throw fail('account_disabled')
    if (row.erase_at !== null) throw fail('account_closed', { until: row.erase_at })
    refuseAdmin(row)
    const session = await this.options.sessions.createSession(
      tx,
      { key: row.key, id: toUser(row).id },
      {
        ...from,
        vouched: true,
      },
    )
    return { user: toMe(row), session }
  }
}

const refused = (reason: string) =>
  fail('jwt_invalid', { field: 'jwt', message: `This sign-in token does not work: ${reason}.` })

/**
 * Administrators sign in with a password: otherwise a thief of a token or secret of a service would rule this server.
 * @throws `forbidden`
 */
const refuseAdmin = ({ admin }: Pick<UserRow, 'admin'>): void => {
  if (admin === 1) throw fail('forbidden', { message: 'Administrators sign in with their password.' })
}
