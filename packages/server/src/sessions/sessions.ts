import { limits, newUuidV7, type ServiceTokenId, type Session, type SessionId, type UserId } from '@parley/protocol'
import { Cache } from '../lib/cache'
import type { Caller, SignedInFrom } from '../lib/caller'
import { fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import { hashSecret, hashSecretHex, newSecret } from '../lib/secret'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Database, Publication, Queries, Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import type { UserRef } from '../users/users'
import * as store from './store'

/** A session that was used since then tells where its person is. */
const USED_LATELY_MS = 7 * 24 * 3_600_000
const TOKEN_BYTES = 32
const tokenPattern = /^[\w-]{43}$/
const lifeMs = limits.sessionDays * 24 * 3_600_000
/** `lastSeenAt` is written at most this often, so that reading costs no writes. */
const SEEN_EVERY_MS = 3_600_000
const CACHE_ENTRIES = 50_000
/** Sessions of a service that end in one transaction. */
const ENDED_AT_ONCE = 200

/** The holder of a valid token. */
export interface Authenticated {
  readonly userId: UserId
  readonly userKey: number
  readonly sessionId: SessionId
  /** When the session ends in any case, in epoch milliseconds. */
  readonly expiresAt?: number
}

/** An entry of the cache. */
interface Held extends Authenticated {
  readonly sessionKey: number
  /** When it was read, in generations: what became invalid since does not count. */
  readonly generation: number
  lastSeenAtMs: number
}

/** Whether a session was unused for too long, or has reached its end. */
const isOver = ({ lastSeenAtMs, expiresAt }: Pick<Held, 'lastSeenAtMs' | 'expiresAt'>, nowMs: number): boolean =>
  lastSeenAtMs + lifeMs < nowMs || (expiresAt !== undefined && expiresAt <= nowMs)

const heldTimes = (row: store.SessionRow): Pick<Held, 'lastSeenAtMs' | 'expiresAt'> => ({
  lastSeenAtMs: row.last_seen_at,
  ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
})

const endOf = (userId: UserId, rows: readonly store.SessionRow[]): Publication => ({
  kind: 'ended',
  userId,
  sessionIds: rows.map((row) => toId<SessionId>(row.id)),
  reason: 'sessionEnded',
})

/** The reason for the end of sessions, which their connections receive. */
export type EndReason = 'sessionEnded' | 'accountDisabled'

/** Signed-in devices. Tokens are 256 random bits; the database holds only their SHA-256. */
export class Sessions {
  private readonly database: Database
  private readonly logger: Logger
  private readonly held = new Cache<string, Held | undefined>({ maxEntries: CACHE_ENTRIES })
  /** Rises whenever something held may have become invalid, so that a lookup under way is repeated. */
  private generation = 0
  /** Users of whom another node said that sessions ended, and the generation that it began. */
  private readonly ended = new Map<UserId, number>()
  private mayRemember = () => true

  /** Whether only another site signs people in, administrators aside. */
  private readonly external: boolean

  constructor({ database, logger, external = false }: { database: Database; logger: Logger; external?: boolean }) {
    this.external = external
    this.database = database
    this.logger = logger
  }

  /** Asks the database about every token while `mayRemember` says no: sessions may have ended without this node's knowing. */
  trustMemoryWhile(mayRemember: () => boolean): void {
    this.mayRemember = mayRemember
  }

  /** Lookups answered from memory, and those that were not. */
  get cacheUse(): { hits: number; misses: number } {
    return { hits: this.held.hits, misses: this.held.misses }
  }

  /**
   * The owner of a token; undefined for an invalid, expired or revoked one. Admit a connection in the same turn as the
   * result, so that the session can't end in between.
   * @throws `account_disabled` when the token was valid until its user was disabled
   */
  async authenticate(token: string): Promise<Authenticated | undefined> {
    if (!tokenPattern.test(token)) return undefined
    const key = hashSecretHex(token)
    for (;;) {
      const { generation } = this
      const load = () => this.load(hashSecret(token))
      const held = await (this.mayRemember() ? this.held.get(key, load) : load())
      if (generation !== this.generation) continue
      if (held && held.generation < (this.ended.get(held.userId) ?? 0)) {
        this.held.invalidate(key)
        continue
      }
      if (!held || isOver(held, this.database.now())) return undefined
      this.noteUse(held)
      return held
    }
  }

  /** The network addresses from which people signed in whose sessions were used lately. */
  addressesOf(db: Queries, userKeys: readonly number[]): Promise<string[]> {
    return store.selectAddresses(db, userKeys, this.database.now() - USED_LATELY_MS)
  }

  /** Creates a session in the transaction that signs a locked user in, and notifies their other devices. */
  async createSession(tx: Transaction, user: UserRef, from: SignedInFrom): Promise<Session & { token: string }> {
    const token = newSecret(TOKEN_BYTES)
    const session = await this.beginSession(tx, user, { ...from, tokenHash: hashSecret(token) })
    return { ...session, current: true, token }
  }

  /** Creates a session for a token whose hash alone is known. The user is locked. */
  async beginSession(
    tx: Transaction,
    user: UserRef,
    {
      device,
      address,
      expiresAt,
      vouched = false,
      serviceId,
      tokenHash,
    }: SignedInFrom & { readonly tokenHash: Uint8Array },
  ): Promise<Session> {
    if (this.external && !vouched && !(await store.isAdmin(tx.db, user.key)))
      throw fail('forbidden', { message: 'This server signs people in through another site. Sign in there.' })
    await this.makeRoom(tx, user, { ofService: serviceId !== undefined })
    const rev = await raiseUserRev(tx, user.key)
    const row = await store.insertSession(tx.db, {
      id: toBytes(newUuidV7(tx.now)),
      user_key: user.key,
      token_hash: tokenHash,
      device,
      address,
      created_at: tx.now,
      last_seen_at: tx.now,
      revoked_at: null,
      expires_at: expiresAt ?? null,
      service_id: serviceId === undefined ? null : toBytes(serviceId),
      rev,
    })
    const session = store.toSession(row)
    tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, sessions: [session] } })
    return session
  }

  /** The session of a token that opens one now, and its user. Reads past the cache. */
  async findByToken(db: Queries, token: string): Promise<{ session: Session; userKey: number } | undefined> {
    const row = await store.selectByTokenHash(db, hashSecret(token))
    if (!row || row.revoked_at !== null || isOver(heldTimes(row), this.database.now())) return undefined
    return { session: { ...store.toSession(row), current: true }, userKey: row.user_key }
  }

  /** The caller's own session. */
  async findCurrent(db: Queries, caller: Pick<Caller, 'sessionId'>): Promise<Session> {
    const row = await store.selectById(db, caller.sessionId)
    if (!row) throw fail('unauthenticated')
    return { ...store.toSession(row), current: true }
  }

  /** The caller's live sessions, newest use first. */
  list(caller: Caller): Promise<Session[]> {
    return this.database.read(async (db) => {
      const rows = await this.live(db, caller.userKey)
      return rows.map(store.toSession).map((session) => ({ ...session, current: session.id === caller.sessionId }))
    })
  }

  /** Rows under the user's rev: those that changed after `sinceRev`, or all live ones from 0. */
  async changedSince(db: Queries, userKey: number, sinceRev: number): Promise<Session[]> {
    const rows = await (sinceRev === 0 ? this.live(db, userKey) : store.selectChanged(db, userKey, sinceRev))
    return rows.map(store.toSession)
  }

  /**
   * Ends one of the caller's sessions; ending an ended one answers it again. Also the session that calls: its connections
   * answer what is under way before they close.
   */
  async revoke(caller: Caller, sessionId: SessionId): Promise<Session> {
    const row = await this.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      const held = await store.selectById(tx.db, sessionId)
      if (held?.user_key !== caller.userKey) throw fail('not_found', { field: 'sessionId' })
      if (held.revoked_at !== null) return held
      const [ended = held] = await this.revokeRows(tx, { key: caller.userKey, id: caller.userId }, [held])
      tx.publish(endOf(caller.userId, [ended]))
      return ended
    })
    return { ...store.toSession(row), current: sessionId === caller.sessionId }
  }

  /** Ends all sessions of the caller but the one that calls. */
  revokeOthers(caller: Caller): Promise<Session[]> {
    return this.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      return this.revokeOthersIn(tx, caller)
    })
  }

  /** The same inside a transaction that has locked the caller. */
  async revokeOthersIn(tx: Transaction, caller: Caller): Promise<Session[]> {
    const rows = await store.selectLive(tx.db, caller.userKey, 0)
    const others = rows.filter((row) => toId(row.id) !== caller.sessionId)
    const ended = await this.revokeRows(tx, { key: caller.userKey, id: caller.userId }, others)
    if (ended.length > 0) tx.publish(endOf(caller.userId, ended))
    return ended.map(store.toSession)
  }

  /** Ends all sessions of a user that there are now, in a transaction that has locked them. */
  async revokeAll(tx: Transaction, user: UserRef): Promise<void> {
    const ended = await this.revokeRows(tx, user, await store.selectLive(tx.db, user.key, 0))
    // By their ids: a message that arrives late elsewhere must not end a newer session.
    if (ended.length > 0) tx.publish(endOf(user.id, ended))
  }

  /** Whether a session has not ended. */
  async isOpen(db: Queries, sessionId: SessionId): Promise<boolean> {
    const row = await store.selectById(db, sessionId)
    return row !== undefined && row.revoked_at === null
  }

  /** Ends one session of a user, in a transaction that has locked them; false when it had ended before. */
  async endOne(tx: Transaction, user: UserRef, sessionId: SessionId): Promise<boolean> {
    const row = await store.selectById(tx.db, sessionId)
    if (row?.user_key !== user.key || row.revoked_at !== null) return false
    const ended = await this.revokeRows(tx, user, [row])
    tx.publish(endOf(user.id, ended))
    return true
  }

  /** Ends everything that a user has open, in the transaction that disables them and has locked them. */
  async endAll(tx: Transaction, user: UserRef, reason: EndReason): Promise<void> {
    const rows = await store.selectLive(tx.db, user.key, 0)
    await this.revokeRows(tx, user, rows)
    tx.publish({ kind: 'ended', userId: user.id, reason })
  }

  /** Ends all sessions that a service made, a part at a time. Call it when the service can make no further ones. */
  async endOfService(serviceId: ServiceTokenId): Promise<void> {
    const endPart = () =>
      this.database.write((tx) => this.endSomeOf(tx, { serviceIds: [serviceId], limit: ENDED_AT_ONCE }))
    while ((await endPart()) === ENDED_AT_ONCE);
  }

  /** Ends some sessions that services made; returns how many. The transaction has locked no users. */
  async endSomeOf(
    tx: Transaction,
    some: { readonly serviceIds: readonly ServiceTokenId[]; readonly limit: number },
  ): Promise<number> {
    if (some.serviceIds.length === 0) return 0
    const rows = await store.selectOfServices(tx.db, some)
    const byUser = Map.groupBy(rows, ({ user_key }) => user_key)
    await tx.lock({ users: [...byUser.keys()] })
    for (const [key, own] of byUser) {
      const [first] = own
      if (!first) continue
      const user = { key, id: toId<UserId>(first.user_id) }
      const ended = await this.revokeRows(tx, user, own)
      if (ended.length > 0) tx.publish(endOf(user.id, ended))
    }
    return rows.length
  }

  /** Removes sessions of an account that is being erased; they have ended. Returns whether there are more. */
  async eraseSessions(tx: Transaction, user: UserRef, limit: number): Promise<boolean> {
    return (await store.deleteOf(tx.db, user.key, limit)) === limit
  }

  /** Removes sessions that were revoked or ran out before a time; answers how many. */
  removeEnded(tx: Transaction, { before, limit }: { before: number; limit: number }): Promise<number> {
    return store.deleteEnded(tx.db, { before, unusedSince: before - lifeMs, limit })
  }

  /** Reads a user's sessions again on their next use, because some may have ended on another node. */
  forgetUser(userId: UserId): void {
    this.generation++
    if (this.ended.size >= CACHE_ENTRIES) {
      this.ended.clear()
      this.held.clear()
    }
    this.ended.set(userId, this.generation)
  }

  private async live(db: Queries, userKey: number): Promise<store.SessionRow[]> {
    const nowMs = this.database.now()
    return (await store.selectLive(db, userKey, nowMs - lifeMs)).filter((row) => !isOver(heldTimes(row), nowMs))
  }

  /**
   * Ends expired sessions, and those of the same kind that were used longest ago, so that a new one is within the limit.
   * Sessions of services are a kind of their own: page views of other products don't end those of a person's devices.
   */
  private async makeRoom(tx: Transaction, user: UserRef, { ofService }: { ofService: boolean }): Promise<void> {
    const rows = await store.selectLive(tx.db, user.key, 0)
    const { over = [], live = [] } = Object.groupBy(rows, (row) => (isOver(heldTimes(row), tx.now) ? 'over' : 'live'))
    const alike = live.filter(({ service_id }) => (service_id !== null) === ofService)
    const ended = await this.revokeRows(tx, user, [...over, ...alike.slice(limits.sessionsPerAccount - 1)])
    if (ended.length > 0) tx.publish(endOf(user.id, ended))
  }

  private async revokeRows(
    tx: Transaction,
    user: UserRef,
    rows: readonly store.SessionRow[],
  ): Promise<store.SessionRow[]> {
    if (rows.length === 0) return []
    const rev = await raiseUserRev(tx, user.key)
    const ended = await store.updateRevoked(tx.db, { keys: rows.map(({ key }) => key), atMs: tx.now, rev })
    tx.publish({ kind: 'user', userId: user.id, delta: { from: rev - 1, rev, sessions: ended.map(store.toSession) } })
    tx.whenDurable(() => this.forget(rows))
    return ended
  }

  private forget(rows: readonly store.SessionRow[]): void {
    this.generation++
    for (const row of rows) this.held.invalidate(Buffer.from(row.token_hash).toString('hex'))
  }

  private async load(hash: Uint8Array): Promise<Held | undefined> {
    const { generation } = this
    const row = await this.database.read((db) => store.selectByTokenHash(db, hash))
    if (!row) return undefined
    const { user_disabled_at: disabledAt, revoked_at: revokedAt } = row
    if (disabledAt !== null && (revokedAt === null || revokedAt >= disabledAt)) throw fail('account_disabled')
    if (revokedAt !== null) return undefined
    return {
      userId: toId<UserId>(row.user_id),
      userKey: row.user_key,
      sessionId: toId<SessionId>(row.id),
      sessionKey: row.key,
      generation,
      ...heldTimes(row),
    }
  }

  /** Moves `lastSeenAt` behind the caller's back; when that fails, the next use tries again. */
  private noteUse(held: Held): void {
    const before = held.lastSeenAtMs
    const nowMs = this.database.now()
    if (nowMs - before < SEEN_EVERY_MS) return
    held.lastSeenAtMs = nowMs
    this.database
      .write(async (tx) => {
        await tx.lock({ users: [held.userKey] })
        const rev = await raiseUserRev(tx, held.userKey)
        const row = await store.updateLastSeen(tx.db, { key: held.sessionKey, atMs: tx.now, rev })
        if (row)
          tx.publish({
            kind: 'user',
            userId: held.userId,
            delta: { from: rev - 1, rev, sessions: [store.toSession(row)] },
          })
      })
      .catch((error) => {
        held.lastSeenAtMs = before
        this.logger.warn('the use of a session was not noted', { userId: held.userId, ...errorFields(error) })
      })
  }
}
