import { type Input, limits, newUuidV7, type Result, type UserId } from '@parley/protocol'
import type { OwnExport } from '@parley/protocol/own-export'
import type { OwnerProof } from '../accounts/owner-proof'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Addresses } from '../media/addresses'
import type { Database, Transaction } from '../storage/database'
import type { UserRef, Users } from '../users/users'
import { startCursor } from './cursor'
import * as store from './export-store'
import { publishUntil } from './publish-until'

export interface ExportsOptions {
  readonly database: Database
  readonly users: Pick<Users, 'keysOf'>
  readonly proof: Pick<OwnerProof, 'check'>
  readonly addresses: Addresses
  readonly logger: Logger
  /** Begins the work, if this node does background work. */
  readonly wake: () => void
}

/** The key of the blob of a finished export. */
export const exportBlob = (id: string): string => `${id}/export`

/** Copies of people's own data: requests, states and addresses. `ExportWork` builds them. */
export class Exports {
  constructor(private readonly options: ExportsOptions) {}

  /**
   * Requests an export of the caller's data.
   * @throws `bad_credentials`, `export_too_soon`
   */
  async request(caller: Caller, { password }: Input<'accounts.export'>): Promise<OwnExport> {
    const proven = await this.options.proof.check(caller, password)
    const state = await this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      await proven.accept(tx)
      return this.startIn(tx, { key: caller.userKey, id: caller.userId })
    })
    this.begun(caller.userId)
    return state
  }

  /**
   * Requests an export for a user, without a password: the caller has the right to.
   * @throws `not_found`, `export_too_soon`
   */
  async requestFor(userId: UserId): Promise<OwnExport> {
    const state = await this.options.database.write(async (tx) => {
      const key = (await this.options.users.keysOf(tx.db, [userId])).get(userId)
      if (key === undefined) throw fail('not_found', { field: 'userId' })
      await tx.lock({ users: [key] })
      return this.startIn(tx, { key, id: userId })
    })
    this.begun(userId)
    return state
  }

  /**
   * Starts an export for a user whom the transaction has locked, unless one of the last day exists.
   * @returns how it stands, and whether it was started
   */
  async ensureIn(tx: Transaction, user: UserRef): Promise<{ readonly state: OwnExport; readonly started: boolean }> {
    const newest = await store.selectNewest(tx.db, user.key)
    if ((nextOf(newest) ?? 0) > tx.now || newest?.state === 'building')
      return { state: toState(newest, tx.now), started: false }
    const state = await this.startIn(tx, user)
    tx.whenDurable(() => this.begun(user.id))
    return { state, started: true }
  }

  /** How the newest export of a user stands. */
  stateOf(userKey: number): Promise<OwnExport> {
    const { database } = this.options
    return database.read(async (db) => toState(await store.selectNewest(db, userKey), database.now()))
  }

  /**
   * A signed address of the caller's finished export.
   * @throws `bad_credentials`, `not_found`
   */
  async address(
    caller: Caller,
    { password }: Input<'accounts.exportAddress'>,
  ): Promise<Result<'accounts.exportAddress'>> {
    const proven = await this.options.proof.check(caller, password)
    await this.options.database.write(async (tx) => {
      await tx.lock({ users: [caller.userKey] })
      await proven.accept(tx)
    })
    return this.addressFor(caller.userKey)
  }

  /**
   * A signed address of the finished export of a user.
   * @throws `not_found`
   */
  async addressFor(userKey: number): Promise<Result<'accounts.exportAddress'>> {
    const { addresses, database } = this.options
    const row = await database.read((db) => store.selectNewest(db, userKey))
    const now = database.now()
    if (row?.state !== 'ready' || (row.expires_at ?? 0) <= now) throw fail('not_found')
    const expiresAt = Math.floor((now + limits.exportAddressMs) / 1_000) * 1_000
    const name = `parley-${new Date(row.requested_at).toISOString().slice(0, 10)}.zip`
    const key = exportBlob(toId<string & {}>(row.id))
    return { address: await addresses.sign({ key, type: 'application/zip', name, expiresAt }), expiresAt }
  }

  /** Forgets the exports of an account that is being erased. `ExportSweep` removes the bytes. */
  async eraseExports(tx: Transaction, user: UserRef): Promise<boolean> {
    await tx.lock({ users: [user.key] })
    await store.removeExportsOf(tx.db, user.key, 'erased')
    return false
  }

  private async startIn(tx: Transaction, user: UserRef): Promise<OwnExport> {
    const before = await store.selectNewest(tx.db, user.key)
    const nextAt = nextOf(before)
    if (nextAt !== undefined && nextAt > tx.now) throw fail('export_too_soon', { until: nextAt })
    await store.removeExportsOf(tx.db, user.key, 'replaced')
    await publishUntil(tx, user, null)
    await store.insertExport(tx.db, {
      ...{ id: toBytes(newUuidV7(tx.now)), user_key: user.key, state: 'building' as const },
      ...{ requested_at: tx.now, due_at: tx.now, cursor: JSON.stringify(startCursor) },
      total: await store.countParts(tx.db, user.key),
    })
    return toState(await store.selectNewest(tx.db, user.key), tx.now)
  }

  private begun(userId: UserId): void {
    this.options.logger.info('an export was requested', { userId })
    this.options.wake()
  }
}

/** When the next export can be requested. One that failed doesn't count. */
const nextOf = (row: store.ExportRow | undefined): number | undefined =>
  row && row.state !== 'failed' ? row.requested_at + limits.exportIntervalMs : undefined

const toState = (row: store.ExportRow | undefined, nowMs: number): OwnExport => {
  if (!row || (row.state === 'ready' && (row.expires_at ?? 0) <= nowMs)) return { state: 'none' }
  const nextAt = nextOf(row)
  const about = { requestedAt: row.requested_at, ...(nextAt !== undefined && nextAt > nowMs ? { nextAt } : {}) }
  if (row.state === 'ready') return { state: 'ready', ...about, size: row.bytes, expiresAt: row.expires_at ?? 0 }
  if (row.state === 'failed') return { state: 'failed', ...about }
  return { state: 'building', ...about, progress: { done: row.done, total: Math.max(row.total, row.done) } }
}
