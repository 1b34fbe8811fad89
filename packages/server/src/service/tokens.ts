import {
  type Input,
  limits,
  newUuidV7,
  type Result,
  type ServiceScope,
  type ServiceToken,
  type ServiceTokenId,
} from '@parley/protocol'
import type { Actor, AuditLog } from '../audit/audit-log'
import { Cache } from '../lib/cache'
import type { ServiceToken as Authenticated } from '../lib/caller'
import { fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import { hashSecret, hashSecretHex, newSecret } from '../lib/secret'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Sessions } from '../sessions/sessions'
import type { Database, Queries, Transaction } from '../storage/database'
import { lockMeta } from '../storage/meta'
import * as store from './tokens-store'

export interface ServiceTokensOptions {
  readonly database: Database
  readonly audit: Pick<AuditLog, 'record'>
  readonly sessions: Pick<Sessions, 'endOfService' | 'endSomeOf'>
  readonly logger: Logger
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
}

/** Tokens begin with it, so that people and scanners for leaked secrets recognise them. */
const PREFIX = 'parley_svc_'
const TOKEN_BYTES = 32
const tokenPattern = /^parley_svc_[\w-]{43}$/
/** Characters of a token that lists show. */
const HINT_CHARS = PREFIX.length + 4
/**
 * A token that was found is believed for this long. Revocation therefore takes effect on every node within this time, whatever
 * happens to the bus.
 */
const BELIEVED_MS = 500
/** The last use is written at most this often. */
const USED_EVERY_MS = 60_000
/** Sessions that end in the transaction that revokes their token. */
const ENDED_WITH_TOKEN = 200
/** Tokens in the cache; more than can work at the same time. */
const CACHED_MAX = 1_000

interface Held {
  readonly token: Authenticated
  readonly expiresAt: number | null
  /** When it was read, in milliseconds that only run forward. */
  readonly readAtMs: number
  lastUsedAt: number
}

/** Whether a bearer token has the form of a service token. */
export const isServiceToken = (text: string): boolean => text.startsWith(PREFIX)

/** The tokens with which other products call. They are 256 random bits; the database holds only their SHA-256. */
export class ServiceTokens {
  private readonly held = new Cache<string, Held | undefined>({ maxEntries: CACHED_MAX })

  constructor(private readonly options: ServiceTokensOptions) {}

  /** The token of a secret; undefined for an unknown, expired or revoked one. */
  async authenticate(secret: string): Promise<Authenticated | undefined> {
    if (!tokenPattern.test(secret)) return undefined
    const key = hashSecretHex(secret)
    const known = this.held.peek(key)
    if (known && known.readAtMs + BELIEVED_MS < this.options.elapsed()) this.held.invalidate(key)
    const held = await this.held.get(key, () => this.load(hashSecret(secret)))
    if (!held || (held.expiresAt !== null && held.expiresAt <= this.options.database.now())) return undefined
    this.noteUse(held)
    return held.token
  }

  /** Whether a token works now. Reads past the cache. */
  isValid(id: ServiceTokenId): Promise<boolean> {
    const { database } = this.options
    return database.read(async (db) => {
      const row = await store.selectById(db, id)
      return row !== undefined && isWorking(row, database.now())
    })
  }

  /**
   * When a token expires that works now; null for never. Reads past the cache.
   * @throws `unauthenticated`
   */
  async endOf(db: Queries, id: ServiceTokenId): Promise<number | null> {
    const row = await store.selectById(db, id)
    if (!row || !isWorking(row, this.options.database.now())) throw fail('unauthenticated')
    return row.expires_at
  }

  /** The tokens that work. */
  list(): Promise<ServiceToken[]> {
    const { database } = this.options
    return database.read(async (db) => (await store.selectWorking(db, database.now())).map(toToken))
  }

  /** A token that works or was revoked, by its id or hint; the newest of several. */
  find(which: string): Promise<ServiceToken | undefined> {
    const { database } = this.options
    return database.read(async (db) =>
      [...(await store.selectWorking(db, database.now())), ...(await store.selectRevoked(db))]
        .map(toToken)
        .find(({ id, hint }) => id === which || hint === which),
    )
  }

  /**
   * Creates a token.
   * @throws `too_many`
   */
  create(
    actor: Actor,
    { name, scopes, forMs }: Input<'admin.createServiceToken'>,
  ): Promise<Result<'admin.createServiceToken'>> {
    const { audit, database } = this.options
    const secret = `${PREFIX}${newSecret(TOKEN_BYTES)}`
    return database.write(async (tx) => {
      // Of calls at the same time, each counts the tokens of the others.
      await lockMeta(tx.db, 'service_tokens', '')
      if ((await store.selectWorking(tx.db, tx.now)).length >= limits.serviceTokens) throw fail('too_many')
      const row = await store.insertToken(tx.db, {
        id: toBytes(newUuidV7(tx.now)),
        name,
        token_hash: hashSecret(secret),
        hint: secret.slice(0, HINT_CHARS),
        scopes: [...new Set(scopes)].join(' '),
        created_at: tx.now,
        expires_at: forMs === undefined ? null : tx.now + forMs,
        last_used_at: null,
        revoked_at: null,
      })
      const after = { name, hint: row.hint, scopes: row.scopes, expiresAt: row.expires_at }
      const before = { name: null, hint: null, scopes: null, expiresAt: null }
      await audit.record(tx, actor, { action: 'service_token_created', before, after })
      return { token: toToken(row), secret }
    })
  }

  /**
   * Ends a token on all nodes, with the sessions that it made. Ends what is left of a revoked one.
   * @throws `not_found` for an unknown token, and for one that expired
   */
  async revoke(actor: Actor, id: ServiceTokenId): Promise<ServiceToken> {
    const { audit, database, sessions } = this.options
    const row = await database.write(async (tx) => {
      await lockMeta(tx.db, 'service_tokens', '')
      const found = await store.selectById(tx.db, id)
      if (!found || !(found.revoked_at !== null || isWorking(found, tx.now))) throw fail('not_found', { field: 'id' })
      if (found.revoked_at !== null) return found
      await store.updateRevoked(tx.db, found.key, tx.now)
      const before = { name: found.name, hint: found.hint, scopes: found.scopes }
      const after = { name: null, hint: null, scopes: null }
      await audit.record(tx, actor, { action: 'service_token_revoked', before, after })
      await sessions.endSomeOf(tx, { serviceIds: [id], limit: ENDED_WITH_TOKEN })
      return found
    })
    this.held.invalidate(Buffer.from(row.token_hash).toString('hex'))
    await sessions.endOfService(id)
    return toToken(row)
  }

  /** Ends sessions of revoked tokens that a node left when it died meanwhile; returns how many. */
  async endLeft(tx: Transaction, limit: number): Promise<number> {
    const revoked = await store.selectRevoked(tx.db)
    return this.options.sessions.endSomeOf(tx, { serviceIds: revoked.map(({ id }) => toId<ServiceTokenId>(id)), limit })
  }

  /** Removes tokens that ended before a time; returns how many. */
  removeEnded(tx: Transaction, { before, limit }: { before: number; limit: number }): Promise<number> {
    return store.deleteEnded(tx.db, { before, limit })
  }

  private async load(hash: Uint8Array): Promise<Held | undefined> {
    const { database, elapsed } = this.options
    // Before the query, because the token may be revoked while the result is on its way.
    const readAtMs = elapsed()
    const row = await database.read((db) => store.selectByHash(db, hash))
    if (!row || row.revoked_at !== null) return undefined
    const token = { id: toId<ServiceTokenId>(row.id), name: row.name, scopes: scopesOf(row) }
    return { token, expiresAt: row.expires_at, readAtMs, lastUsedAt: row.last_used_at ?? 0 }
  }

  /** When the write fails, a later use tries again. */
  private noteUse(held: Held): void {
    const { database, logger } = this.options
    const { lastUsedAt: before } = held
    const nowMs = database.now()
    if (nowMs - before < USED_EVERY_MS) return
    held.lastUsedAt = nowMs
    database
      .write((tx) => store.updateLastUsed(tx.db, held.token.id, tx.now))
      .catch((error) => {
        held.lastUsedAt = before
        logger.warn('the use of a service token was not noted', { service: held.token.name, ...errorFields(error) })
      })
  }
}

const isWorking = (row: store.TokenRow, nowMs: number): boolean =>
  row.revoked_at === null && (row.expires_at === null || row.expires_at > nowMs)

const scopesOf = ({ scopes }: store.TokenRow): ServiceScope[] => scopes.split(' ') as ServiceScope[]

const toToken = (row: store.TokenRow): ServiceToken => ({
  id: toId<ServiceTokenId>(row.id),
  name: row.name,
  hint: row.hint,
  scopes: scopesOf(row),
  createdAt: row.created_at,
  ...(row.expires_at === null ? {} : { expiresAt: row.expires_at }),
  ...(row.last_used_at === null ? {} : { lastUsedAt: row.last_used_at }),
})
