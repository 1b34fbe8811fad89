import { limits, type UserId } from '@parley/protocol'
import type { Notices } from '../accounts/email/notices'
import type { Blobs } from '../blobs/blobs'
import { type Clock, every } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import type { Lease, Leases } from '../work/leases'
import { type ArchiveParts, ArchiveTurn } from './archive'
import { type Cursor, startCursor } from './cursor'
import * as store from './export-store'
import { exportBlob } from './exports'
import { selectUser } from './person-store'
import { publishUntil } from './publish-until'

export interface ExportWorkOptions extends Omit<ArchiveParts, 'database' | 'blobs'> {
  readonly database: Database
  readonly blobs: Blobs
  readonly leases: Leases
  readonly notices: Pick<Notices, 'letterTo' | 'send'>
  readonly clock: Clock
  readonly logger: Logger
}

/** Looks for the work of nodes that died, and for exports whose pause is over. */
const LOOK_MS = 10_000
/** Failures in a row, after which an export fails. */
const MAX_TRIES = 8
const FIRST_PAUSE_MS = 10_000
const MAX_PAUSE_MS = 3_600_000
/** The longest pause after a turn: other work of the node comes first. */
const REST_MAX_MS = 250
/** A lease is renewed after this part of its time. */
const RENEW_AFTER = 1 / 3

/**
 * Builds exports, one turn of each after another: the account that waits longest comes first. One node works at a time. A
 * turn appends to the archive and then stores where the work stands, so that any node continues after a crash.
 */
export class ExportWork {
  private stopTimer: (() => void) | undefined
  private running: Promise<void> = Promise.resolve()
  private lease: { readonly lease: Lease; readonly takenAt: number } | undefined
  private isStopped = true

  constructor(private readonly options: ExportWorkOptions) {}

  start(): void {
    this.isStopped = false
    this.stopTimer = every(this.options.clock, LOOK_MS, () => this.look())
  }

  /** Finishes the current turn and lets other nodes continue at once. */
  async stop(): Promise<void> {
    this.isStopped = true
    this.stopTimer?.()
    await this.running
    if (this.lease) await this.options.leases.giveBack(this.lease.lease).catch(() => undefined)
    this.lease = undefined
  }

  /** Begins at once, if this node does background work. */
  wake(): void {
    if (!this.isStopped) void this.look()
  }

  /** Does all the work that there is now. */
  look(): Promise<void> {
    this.running = this.running.then(async () => {
      try {
        while (!this.isStopped && (await this.next()));
      } catch (error) {
        this.lease = undefined
        this.options.logger.warn('background work failed', { job: 'exports', ...errorFields(error) })
      }
    })
    return this.running
  }

  /** One turn of the export that waits longest. Returns false without one, or while another node works. */
  private async next(): Promise<boolean> {
    const { database } = this.options
    const row = await database.read((db) => store.selectWaiting(db, database.now()))
    if (!row) return false
    const lease = await this.takeLease()
    if (!lease) return false
    const startedAt = performance.now()
    try {
      await this.turn(lease, row)
    } catch (error) {
      await this.failed(lease, row, error)
    }
    const restMs = Math.min(performance.now() - startedAt, REST_MAX_MS)
    await new Promise((resolve) => setTimeout(resolve, restMs))
    return true
  }

  private async takeLease(): Promise<Lease | undefined> {
    const { leases } = this.options
    const now = performance.now()
    if (this.lease && now - this.lease.takenAt < leases.lastsMs * RENEW_AFTER) return this.lease.lease
    const lease = await leases.take('exports')
    this.lease = lease && { lease, takenAt: now }
    return lease
  }

  private async turn(lease: Lease, row: store.ExportRow): Promise<void> {
    const { blobs, database } = this.options
    const cursor = JSON.parse(row.cursor) as Cursor
    if (cursor.whole !== undefined) return this.finish(lease, row, cursor.whole)
    const user = await database.read((db) => selectUser(db, row.user_key ?? 0))
    if (!user || user.closed_at !== null) return this.abandon(lease, row)
    const id = toId<string & {}>(row.id)
    const offset = await blobs.uploads.length(id)
    if (offset < row.bytes) return this.startOver(lease, row)
    // Bytes that were stored in a turn that failed stay between the files. A file that was being copied begins again.
    const { file, ...rest } = cursor
    const begins = offset === row.bytes ? cursor : file ? rest : cursor
    const person = { userKey: user.key, userId: toId<UserId>(user.id), exportKey: row.key, at: row.requested_at }
    const again = offset !== row.bytes && file ? { name: file.name, blob: file.blob } : undefined
    const turn = new ArchiveTurn(this.options, { row, person, cursor: begins, offset, again })
    const bytes = await blobs.uploads.append(id, { offset, bytes: turn.bytes() })
    await this.save(lease, row, { turn, bytes })
  }

  private async save(lease: Lease, row: store.ExportRow, done: { turn: ArchiveTurn; bytes: number }): Promise<void> {
    const { database, leases } = this.options
    const { cursor, entries, failure, done: parts } = done.turn
    const isBuilding = await database.write(async (tx) => {
      await leases.require(tx, lease)
      const stored = await store.updateBuilding(tx.db, row.key, {
        ...{ cursor: JSON.stringify(cursor), bytes: done.bytes, due_at: tx.now },
        ...{ entries: row.entries + entries.length, done: row.done + parts },
        ...(failure === undefined ? { tries: 0 } : {}),
      })
      if (stored) await store.insertEntries(tx.db, row.key, { from: row.entries, entries })
      return stored
    })
    if (isBuilding && failure !== undefined) throw failure
  }

  /** Makes the whole archive a blob, and tells the person. */
  private async finish(lease: Lease, row: store.ExportRow, size: number): Promise<void> {
    const { blobs, database, leases, logger, notices } = this.options
    const id = toId<string & {}>(row.id)
    await blobs.uploads.finish(id, { key: exportBlob(id), size })
    const letter = await database.write(async (tx) => {
      await leases.require(tx, lease)
      await tx.lock({ users: [row.user_key ?? 0] })
      const expiresAt = tx.now + limits.exportMs
      const ready = { state: 'ready' as const, ready_at: tx.now, expires_at: expiresAt, bytes: size, cursor: '' }
      if (!(await store.updateBuilding(tx.db, row.key, ready))) return undefined
      await store.deleteEntries(tx.db, row.key)
      const user = await selectUser(tx.db, row.user_key ?? 0)
      if (!user) return undefined
      await publishUntil(tx, { key: user.key, id: toId(user.id) }, expiresAt)
      return notices.letterTo(tx.db, user, 'exportReady')
    })
    notices.send(letter)
    logger.info('an export is ready', { bytes: size })
  }

  /** The account was closed, so its owner can't download the export. */
  private abandon(lease: Lease, row: store.ExportRow): Promise<void> {
    return this.change(lease, row, { state: 'removing' })
  }

  /** The store lost a part, for example because the database was moved without it. */
  private async startOver(lease: Lease, row: store.ExportRow): Promise<void> {
    await this.options.blobs.uploads.discard(toId<string & {}>(row.id))
    await this.change(lease, row, { cursor: JSON.stringify(startCursor), bytes: 0, entries: 0, done: 0 })
  }

  private async failed(lease: Lease, row: store.ExportRow, error: unknown): Promise<void> {
    const { database, logger } = this.options
    logger.warn('background work failed', { job: 'exports', ...errorFields(error) })
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** row.tries)
    const isLast = row.tries + 1 >= MAX_TRIES
    await this.change(lease, row, {
      ...{ tries: row.tries + 1, due_at: database.now() + pauseMs },
      ...(isLast ? { state: 'failed' as const } : {}),
    })
    if (isLast) await this.options.blobs.uploads.discard(toId<string & {}>(row.id))
  }

  private async change(lease: Lease, row: store.ExportRow, change: Parameters<typeof store.updateBuilding>[2]) {
    const { database, leases } = this.options
    await database.write(async (tx) => {
      await leases.require(tx, lease)
      if ((await store.updateBuilding(tx.db, row.key, change)) && (change.state !== undefined || change.bytes === 0))
        await store.deleteEntries(tx.db, row.key)
    })
  }
}
