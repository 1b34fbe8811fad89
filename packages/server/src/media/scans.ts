import type { MediaId } from '@parley/protocol'
import type { Blobs } from '../blobs/blobs'
import type { MediaScan } from '../config/scan-address'
import { type Clock, every } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import { toId } from '../lib/uuid-bytes'
import type { Database } from '../storage/database'
import { keysOf } from './blob-keys'
import { askScanner, type Verdict } from './scan-hook'
import * as store from './scan-store'
import type { MediaRow } from './store'

export interface ScansOptions {
  readonly database: Database
  readonly blobs: Blobs
  readonly clock: Clock
  readonly logger: Logger
  readonly rules: MediaScan
  /** Whether other nodes check uploads too. */
  readonly company: 'others' | 'alone'
}

/** Files on their way to the scanner, each of another account. */
const AT_ONCE = 4
const LOOK_MS = 2_000
/** A node that has a file for longer than the scanner is waited for is gone. */
const GONE_MS = 10_000
const PAUSE_MS = { least: 1_000, most: 30_000 } as const

/**
 * Sends uploads to the scanner of the installation. The queue is in the rows, so any node continues the work of another
 * one. Accounts take turns, for any length of their queues.
 */
export class Scans {
  private readonly running = new Map<number, Promise<void>>()
  /** The account that had the last turn. */
  private lastOwner = 0
  private readonly ending = new AbortController()
  private looking: Promise<void> = Promise.resolve()
  private stopTimer: (() => void) | undefined

  constructor(private readonly options: ScansOptions) {}

  start(): void {
    const { clock, company, database } = this.options
    this.stopTimer = every(clock, LOOK_MS, () => this.look())
    this.looking = (
      company === 'alone' ? database.write(({ db, now }) => store.releaseScans(db, now)) : Promise.resolve()
    ).catch((error) => this.warn(error))
    void this.look()
  }

  /** Ends what is under way, and lets other nodes go on with it at once. */
  async stop(): Promise<void> {
    this.stopTimer?.()
    this.ending.abort()
    await this.looking
    await Promise.all(this.running.values())
  }

  /** Sends what waits, as far as there is room. */
  look(): Promise<void> {
    this.looking = this.looking.then(() => this.fill()).catch((error) => this.warn(error))
    return this.looking
  }

  private async fill(): Promise<void> {
    const { database } = this.options
    while (!this.ending.signal.aborted && this.running.size < AT_ONCE) {
      const find = (after: number) =>
        database.read((db) =>
          store.selectNextScan(db, { after, without: [...this.running.keys()], nowMs: database.now() }),
        )
      const next = (await find(this.lastOwner)) ?? (await find(0))
      if (!next) return
      this.lastOwner = next.owner_key
      await this.take(next)
    }
  }

  private async take({ key, owner_key: ownerKey }: Pick<MediaRow, 'key' | 'owner_key'>): Promise<void> {
    const { database, rules } = this.options
    const row = await database.write(({ db, now }) =>
      store.claimScan(db, { key, nowMs: now, until: now + rules.waitMs + GONE_MS }),
    )
    // Another node was faster.
    if (!row) return
    const run = this.check(row)
      .catch((error) => this.warn(error))
      .finally(() => {
        this.running.delete(ownerKey)
        if (!this.ending.signal.aborted) void this.look()
      })
    this.running.set(ownerKey, run)
  }

  private async check(row: MediaRow): Promise<void> {
    const { database, logger, rules } = this.options
    try {
      const verdict = await this.ask(row)
      if (!verdict.clean) logger.info('a file was refused', { mediaId: toId(row.id), reason: verdict.reason })
      await this.put(row, verdict.clean ? 'clean' : 'refused')
    } catch (error) {
      const waitedMs = database.now() - (row.scan_since ?? 0)
      if (this.ending.signal.aborted) return await this.again(row, 0)
      logger.warn('a file was not checked', { mediaId: toId(row.id), ...errorFields(error) })
      if (waitedMs >= rules.waitMs) await this.put(row, rules.onTimeout === 'allow' ? 'clean' : 'unchecked')
      else
        await this.again(row, Math.min(Math.max(waitedMs / 2, PAUSE_MS.least), PAUSE_MS.most, rules.waitMs - waitedMs))
    }
  }

  private async ask(row: MediaRow): Promise<Verdict> {
    const { blobs, clock, rules } = this.options
    // The largest size of a picture.
    const key = keysOf(row).at(-1)
    const blob = key === undefined ? undefined : await blobs.get(key)
    if (!blob) throw new Error('the file is not in the store')
    const late = new AbortController()
    const timer = clock.setTimeout(() => late.abort(new Error('the scanner took too long')), rules.waitMs)
    try {
      const file = { id: toId<MediaId>(row.id), kind: row.kind, name: row.name, size: blob.size }
      const mime = row.kind === 'image' ? 'image/webp' : (row.mime ?? 'application/octet-stream')
      const body = await blob.slice(0, blob.size)
      const signal = AbortSignal.any([late.signal, this.ending.signal])
      return await askScanner(rules.address, { ...file, mime, body }, signal)
    } finally {
      clock.clearTimeout(timer)
    }
  }

  private async put({ key, id }: MediaRow, scan: 'clean' | 'refused' | 'unchecked'): Promise<void> {
    const { blobs, database, logger } = this.options
    await database.write(async (tx) => {
      const row = await store.putVerdict(tx.db, { key, scan })
      if (!row || scan !== 'refused') return
      tx.whenDurable(() => {
        // The sweep repeats what fails here.
        blobs.remove(toId(id)).catch((error) => logger.warn('a refused file was not removed yet', errorFields(error)))
      })
    })
  }

  private again({ key }: MediaRow, afterMs: number): Promise<void> {
    return this.options.database.write(({ db, now }) => store.putScanDue(db, key, Math.ceil(now + afterMs)))
  }

  private warn(error: unknown): void {
    if (!this.ending.signal.aborted) this.options.logger.warn('checking files failed', errorFields(error))
  }
}
