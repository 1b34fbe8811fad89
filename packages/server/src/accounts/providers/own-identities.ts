import { type OwnIdentities as Answer, type Identity, type Input, limits, type SessionId } from '@parley/protocol'
import type { Caller } from '../../lib/caller'
import { fail } from '../../lib/fail'
import type { Logger } from '../../lib/logger'
import { toId } from '../../lib/uuid-bytes'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Queries, Transaction } from '../../storage/database'
import type { UserRef, UserRow } from '../../users/users'
import type { Notices } from '../email/notices'
import type { LoginThrottle } from '../login-throttle'
import { hasPassword } from '../no-password'
import type { OwnerProofs } from '../passkeys/owner-proofs'
import type { Passwords } from '../passwords'
import type { AccountRequests } from '../requests/requests'
import { selectByKey } from '../store'
import type { WaysIn } from '../ways-in'
import * as flowStore from './flow-store'
import * as store from './identity-store'
import * as sessionStore from './provider-session-store'
import { ticketInvalid } from './provider-sign-in'
import type { Providers } from './providers'
import { stepTicketHash } from './step-ticket'

export interface OwnIdentitiesOptions {
  readonly database: Database
  readonly providers: Providers
  readonly passwords: Passwords
  readonly proofs: Pick<OwnerProofs, 'withFactor'>
  readonly throttle: LoginThrottle
  readonly sessions: Pick<Sessions, 'endOne'>
  readonly requests: Pick<AccountRequests, 'discard'>
  readonly notices: Notices
  readonly waysIn: WaysIn
  readonly logger: Logger
  /** Whether people can sign in by password. */
  readonly byPassword: boolean
}

/** The accounts at providers that open the caller’s account. */
export class OwnIdentities {
  constructor(private readonly options: OwnIdentitiesOptions) {}

  list(caller: Caller): Promise<Answer> {
    return this.options.database.read((db) => this.answer(db, caller))
  }

  /** Links an account at a provider. Only the owner does, with the password and the second factor. */
  async link(caller: Caller, { ticket, password, code }: Input<'accounts.linkIdentity'>): Promise<Answer> {
    const { logger, notices, proofs } = this.options
    const { answer, letter } = await proofs.withFactor(caller, { password, code }, async (tx, row) => {
      const proved = await flowStore.takeProved(tx.db, { ticketHash: stepTicketHash(ticket, caller), nowMs: tx.now })
      if (!proved) throw ticketInvalid()
      if ((await store.selectIdentitiesOf(tx.db, row.key)).length >= limits.identitiesPerAccount)
        throw fail('too_many', { message: `An account can have ${limits.identitiesPerAccount} linked accounts.` })
      const { provider, issuer, subject, label } = proved
      const linked = { user_key: row.key, provider, issuer, subject, label, created_at: tx.now, used_at: tx.now }
      if (!(await store.insertIdentity(tx.db, linked))) throw fail('identity_taken')
      await store.deleteRemoved(tx.db, linked)
      const requestId = await store.selectRequestOf(tx.db, linked)
      if (requestId !== undefined) await this.options.requests.discard(tx, requestId)
      return { answer: await this.answer(tx.db, caller), letter: await notices.letterTo(tx.db, row, 'identityLinked') }
    })
    notices.send(letter)
    logger.info('an account at a provider was linked', { userId: caller.userId })
    return answer
  }

  /** Removes a link. Other sessions that began with it end. */
  async unlink(caller: Caller, { id, password }: Input<'accounts.unlinkIdentity'>): Promise<Answer> {
    const { logger, notices, sessions, waysIn } = this.options
    const { answer, letter } = await this.withPassword(caller, password, async (tx, row) => {
      const all = await store.selectIdentitiesOf(tx.db, row.key)
      const removed = all.find(({ key }) => key === id)
      if (!removed) throw fail('not_found', { field: 'id' })
      await waysIn.requireAnother(tx, row, id)
      await store.deleteIdentity(tx.db, id)
      // A sign-in must not link it again by its address.
      await store.insertRemoved(tx.db, { user_key: row.key, issuer: removed.issuer, removed_at: tx.now })
      for (const session of await sessionStore.selectSessionsOf(tx.db, row.key)) {
        if (session.identity_key !== id) continue
        const sessionId = toId<SessionId>(session.session_id)
        await sessionStore.deleteProviderSession(tx.db, sessionId)
        if (sessionId !== caller.sessionId)
          await sessions.endOne(tx, { key: caller.userKey, id: caller.userId }, sessionId)
      }
      return {
        answer: await this.answer(tx.db, caller),
        letter: await notices.letterTo(tx.db, row, 'identityUnlinked'),
      }
    })
    notices.send(letter)
    logger.info('an account at a provider was unlinked', { userId: caller.userId })
    return answer
  }

  /** Erases the links of an account, and what its sessions hold of providers. */
  async eraseIdentities(tx: Transaction, user: UserRef): Promise<boolean> {
    // Sign-ins on their way store rows only while they hold this lock.
    await tx.lock({ users: [user.key] })
    await store.deleteIdentitiesOf(tx.db, user.key)
    await store.deleteRemovedOf(tx.db, user.key)
    await sessionStore.deleteSessionsOf(tx.db, user.key)
    return false
  }

  /** Runs a change with the locked account, once its password was right. */
  private async withPassword<T>(
    caller: Caller,
    password: string,
    change: (tx: Transaction, row: UserRow) => Promise<T>,
  ): Promise<T> {
    const { database, passwords, throttle } = this.options
    const held = await database.read((db) => selectByKey(db, caller.userKey))
    if (!held) throw fail('unauthenticated')
    const counted = await throttle.countChange(caller.sessionId)
    if (!(await passwords.verifyOwner(password, held.password_hash)))
      throw fail('bad_credentials', { field: 'password' })
    return database.write(async (tx) => {
      await tx.lock({ users: [held.key] })
      const row = await selectByKey(tx.db, held.key)
      if (row?.password_hash !== held.password_hash) throw fail('bad_credentials', { field: 'password' })
      await counted.succeeded(tx)
      return change(tx, row)
    })
  }

  private async answer(db: Queries, { userKey, origin }: Caller): Promise<Answer> {
    const { byPassword, providers } = this.options
    const row = await selectByKey(db, userKey)
    if (!row) throw fail('unauthenticated')
    const linked = await store.selectIdentitiesOf(db, userKey)
    return {
      identities: linked.map((one) => toIdentity(one, providers.shown(one.provider, origin).title)),
      hasPassword: byPassword && hasPassword(row.password_hash),
      providers: providers.list(origin),
    }
  }
}

const toIdentity = (
  { key, provider, label, created_at: linkedAt, used_at: usedAt }: store.IdentityRow,
  title: string,
): Identity => ({ id: key, provider, title, ...(label === null ? {} : { label }), linkedAt, usedAt })
