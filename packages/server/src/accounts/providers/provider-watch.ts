import type { SessionId } from '@parley/protocol'
import type { AuditLog } from '../../audit/audit-log'
import { type Clock, every } from '../../lib/clock'
import { errorFields, type Logger } from '../../lib/logger'
import { toId } from '../../lib/uuid-bytes'
import type { Sessions } from '../../sessions/sessions'
import type { Database, Transaction } from '../../storage/database'
import { toUser, type UserRow } from '../../users/users'
import type { Lease, Leases } from '../../work/leases'
import { applyGroups, lockForGroups } from './admin-by-group'
import { ProviderError, toProviderError } from './provider-problem'
import * as store from './provider-session-store'
import { NOTHING_TO_ASK_MS } from './provider-sessions'
import type { Providers } from './providers'

export interface ProviderWatchOptions {
  readonly database: Database
  readonly leases: Leases
  readonly providers: Providers
  readonly sessions: Pick<Sessions, 'endOne' | 'isOpen' | 'revokeAll'>
  readonly audit: Pick<AuditLog, 'record'>
  readonly clock: Clock
  readonly logger: Logger
}

const LOOK_MS = 10_000
/** Sessions that are looked at together, and the requests for them at once. */
const PART = 20
/** The pause of a session after its provider could not be asked. It doubles with each further failure. */
const FIRST_PAUSE_MS = 60_000
const LONGEST_PAUSE_MS = 60 * 60_000
/** Longer than a request to a provider takes. */
const CLAIM_MS = 60_000
/** Parts of one look, so that the lease is renewed in time. */
const PARTS_PER_LOOK = 50

type Row = store.ProviderSessionRow
type Refusal = 'person refused' | 'token refused'
/** The state of a session. `silent` providers are asked again later. `unasked` ones can't be asked. */
type Verdict = 'ended' | 'silent' | 'unasked' | Refusal | { readonly admin: boolean | undefined }

const isRefusal = (verdict: Verdict): verdict is Refusal => verdict === 'person refused' || verdict === 'token refused'

/**
 * Ends sessions whose provider says that the person may no longer sign in, and those that are too old. One node at a time asks
 * the providers, a few sessions at once. A provider that doesn't answer ends nothing: it is asked again later.
 */
export class ProviderWatch {
  private stopTimer: (() => void) | undefined
  private running: Promise<void> = Promise.resolve()
  private lease: Lease | undefined
  private isStopped = true
  /** When providers that did not answer are asked again: a part of sessions waits for each of them only once. */
  private readonly paused = new Map<string, number>()
  /** New tokens that the database doesn't hold yet. The tokens that they replaced no longer work. */
  private readonly unstored = new Map<SessionId, store.ReplacedToken>()

  constructor(private readonly options: ProviderWatchOptions) {}

  start(): void {
    this.isStopped = false
    this.stopTimer = every(this.options.clock, LOOK_MS, () => this.look())
  }

  /** Finishes the part that is under way, and lets other nodes continue at once. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.stopTimer?.()
    await this.running
    await this.storeTokens().catch((error) => this.failedWork(error))
    if (this.lease) await this.options.leases.giveBack(this.lease).catch(() => undefined)
  }

  /** Looks at all sessions that are due. */
  look(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        // A look that reads a replaced token would end its session.
        await this.storeTokens()
        for (let parts = 0; parts < PARTS_PER_LOOK && !this.isStopped; parts++) if (!(await this.lookAtPart())) return
      } catch (error) {
        this.lease = undefined
        this.failedWork(error)
      }
    })
    return this.running
  }

  private failedWork(error: unknown): void {
    this.options.logger.warn('background work failed', { job: 'provider sessions', ...errorFields(error) })
  }

  /** @returns whether more may be due */
  private async lookAtPart(): Promise<boolean> {
    const { database, leases } = this.options
    const rows = await database.read((db) => store.selectDue(db, { nowMs: database.now(), limit: PART }))
    if (rows.length === 0) return false
    const lease = await leases.take('provider sessions')
    this.lease = lease
    if (!lease) return false
    await allDone(rows.map((row) => this.lookAt(lease, row)))
    return rows.length === PART
  }

  private async lookAt(lease: Lease, row: Row): Promise<void> {
    const { database, leases, sessions } = this.options
    const sessionId = toId<SessionId>(row.session_id)
    // Providers that replace tokens take a second use of the old one for theft: no two nodes may ask with the same.
    const isOpen = await database.write(async (tx) => {
      await leases.require(tx, lease)
      const claim = { sessionId, dueAt: row.check_at, until: tx.now + CLAIM_MS }
      if (!(await store.claimDue(tx.db, claim))) return undefined
      return sessions.isOpen(tx.db, sessionId)
    })
    if (isOpen === undefined) return
    const verdict = isOpen ? await this.ask(row) : 'ended'
    await database.write(async (tx) => {
      await leases.require(tx, lease)
      await this.apply(tx, { ...row, session_id: sessionId }, verdict)
    })
  }

  private async ask(row: Row): Promise<Verdict> {
    const { provider, refresh_token: stored } = row
    const known = this.options.providers.find(provider)
    // The provider was removed from the settings.
    if (!known) return 'ended'
    // Without a token, only the greatest age ends a session.
    if (stored === null) return known.client.provider.sessionMs === undefined ? 'unasked' : 'ended'
    const token = known.cipher?.decrypt(stored)
    // The secret changed, so the person signs in again.
    if (token === undefined) return 'ended'
    if ((this.paused.get(provider) ?? 0) > this.options.database.now()) return 'silent'
    const renewal = await known.client.renew(token).catch(toProviderError)
    if (renewal instanceof ProviderError) return this.failed(provider, renewal)
    const replacement = renewal.refreshToken === undefined ? undefined : known.cipher?.encrypt(renewal.refreshToken)
    if (replacement !== undefined) {
      this.unstored.set(toId<SessionId>(row.session_id), { from: stored, to: replacement })
      await this.storeTokens()
    }
    const admin = await renewal.admin().catch(toProviderError)
    return admin instanceof ProviderError ? this.failed(provider, admin) : { admin }
  }

  private async storeTokens(): Promise<void> {
    const { database } = this.options
    await allDone(
      [...this.unstored].map(async ([sessionId, token]) => {
        await database.write(({ db }) => store.replaceToken(db, sessionId, token))
        if (this.unstored.get(sessionId) === token) this.unstored.delete(sessionId)
      }),
    )
  }

  private failed(provider: string, { problem, message }: ProviderError): Verdict {
    if (problem === 'access_denied') return 'person refused'
    if (problem === 'code_refused') return 'token refused'
    this.paused.set(provider, this.options.database.now() + FIRST_PAUSE_MS)
    const details = { provider, reason: problem, error: message }
    this.options.logger.warn('a provider could not be asked about a session', details)
    return 'silent'
  }

  private async apply(tx: Transaction, row: Row & { session_id: SessionId }, verdict: Verdict): Promise<void> {
    const { providers, audit, sessions } = this.options
    const { session_id: sessionId, user_key: userKey, provider } = row
    const admin = typeof verdict === 'string' ? undefined : verdict.admin
    const user = await lockForGroups(tx, userKey, { admin })
    // The session has ended since the check began.
    if (!(await store.selectProviderSession(tx.db, sessionId))) return
    if (verdict === 'silent') return this.postpone(tx, row)
    if (verdict === 'unasked' && user)
      return store.updateProviderSession(tx.db, sessionId, { failures: 0, check_at: tx.now + NOTHING_TO_ASK_MS })
    if (typeof verdict === 'string' || !user) {
      await this.end(tx, { user, provider, sessionId })
      if (isRefusal(verdict)) await this.followUp(tx, { row, user, verdict })
      return
    }
    await applyGroups(tx, user, { provider, admin, audit, sessions })
    const pauseMs = providers.find(provider)?.client.provider.refreshMs ?? FIRST_PAUSE_MS
    await store.updateProviderSession(tx.db, sessionId, { failures: 0, check_at: tx.now + pauseMs })
  }

  private async end(
    tx: Transaction,
    { user, provider, sessionId }: { user: UserRow | undefined; provider: string; sessionId: SessionId },
  ): Promise<void> {
    const { logger, sessions } = this.options
    await store.deleteProviderSession(tx.db, sessionId)
    if (user && (await sessions.endOne(tx, { key: user.key, id: toUser(user).id }, sessionId)))
      logger.info('a session ended with its provider', { userId: toUser(user).id, provider })
  }

  /**
   * Follows up on a refusal for the other sessions of the identity. If the provider refused the person, they end. It may have
   * refused a token that only ran out. Then sessions with a token of their own are asked about at once, and the others end.
   */
  private async followUp(
    tx: Transaction,
    { row, user, verdict }: { row: Row; user: UserRow | undefined; verdict: Refusal },
  ): Promise<void> {
    const { identity_key: identityKey, user_key: userKey } = row
    const all = await store.selectSessionsOf(tx.db, userKey)
    for (const other of all.filter((one) => one.identity_key === identityKey)) {
      const sessionId = toId<SessionId>(other.session_id)
      if (verdict === 'person refused' || other.refresh_token === null)
        await this.end(tx, { user, provider: other.provider, sessionId })
      // A claimed session is being asked about now.
      else if (other.check_at > tx.now + CLAIM_MS)
        await store.updateProviderSession(tx.db, sessionId, { check_at: tx.now })
    }
  }

  private postpone(
    tx: Transaction,
    { session_id: sessionId, failures }: Row & { session_id: SessionId },
  ): Promise<void> {
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(failures, 10))
    return store.updateProviderSession(tx.db, sessionId, { failures: failures + 1, check_at: tx.now + pauseMs })
  }
}

/** Waits for all, also after one has failed. */
const allDone = async (work: readonly Promise<void>[]): Promise<void> => {
  for (const result of await Promise.allSettled(work)) if (result.status === 'rejected') throw result.reason
}
