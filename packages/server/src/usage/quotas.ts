import type { UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import type { QuotaBytes } from '../lib/quota-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import { AllFiles } from './all-files'
import { countedBytes } from './counted-bytes'
import { OwnFiles } from './own-files'
import * as store from './store'

export interface QuotasOptions {
  readonly database: Database
  readonly logger: Logger
  readonly quotas: QuotaBytes
  /** Charges rows that a call looks through. */
  readonly charge: (userId: UserId, rows: number) => void
}

interface Written {
  /** The database's values, as of this node's last write. */
  stored: number
  /** Bytes that this node has not written yet. */
  pending: number
  writing: boolean
}

const DAY_MS = 24 * 3_600_000
/** A call that stores something counts for at least this much: rows take room besides their text. */
const CALL_BYTES = 256
/** An account's bytes are added to the database in steps of this size, so that a message needs no write of its own. */
const STEP_BYTES = 64 * 1024
/** Accounts that are held at the same time. */
const ACCOUNTS_MAX = 100_000

const dayOf = (ms: number): number => Math.floor(ms / DAY_MS)

/**
 * Bounds what one account can make the server store. Text is counted here and added to the database in steps, so accounts may
 * pass their limit by one step for each node. Files are counted in the transactions that announce them.
 */
export class Quotas {
  private readonly accounts = new Map<number, Written>()
  private day = 0

  private readonly allFiles: AllFiles
  private readonly ownFiles: OwnFiles

  constructor(private readonly options: QuotasOptions) {
    this.ownFiles = new OwnFiles(options)
    this.allFiles = new AllFiles({ database: options.database, most: options.quotas.allFiles })
  }

  /**
   * Takes room among the files of all accounts, for the transaction that announces one more.
   * @throws Failure with `unavailable`
   */
  takeRoom(size: number): Promise<Disposable> {
    return this.allFiles.takeRoom(size)
  }

  /**
   * Counts a call that stores something.
   * @param bytes of its parameters
   * @throws Failure with `daily_quota_exceeded`
   */
  countWrite({ userKey }: Pick<Caller, 'userKey'>, bytes: number): void {
    const { writtenPerDay } = this.options.quotas
    if (writtenPerDay === undefined) return
    const written = this.writtenBy(userKey)
    if (written.stored + written.pending >= writtenPerDay) throw this.usedUp(writtenPerDay, 'text')
    written.pending += CALL_BYTES + bytes
    if (written.pending >= STEP_BYTES && !written.writing) void this.add(userKey, written)
  }

  /**
   * Counts a file that is announced, in the transaction that announces it.
   * @throws Failure with `daily_quota_exceeded`, `quota_exceeded`
   */
  async countFile(tx: Transaction, caller: Caller, size: number): Promise<void> {
    const { userKey } = caller
    const bytes = countedBytes(size)
    const { files: most, filesPerDay } = this.options.quotas
    // This locks the account's row first: the sum then includes files that other nodes announce at the same moment.
    const { files } = await store.addUsage(tx.db, { userKey, day: dayOf(tx.now), written: 0, files: bytes })
    const announced = { bytes, day: dayOf(tx.now), dayBytes: files }
    if (most !== undefined && !(await this.ownFiles.fits(tx, caller, { ...announced, most })))
      throw fail('quota_exceeded', {
        message: `Your files have used up the ${megabytes(most)} of your account. Delete some files first.`,
      })
    if (filesPerDay !== undefined && files > filesPerDay) throw this.usedUp(filesPerDay, 'files')
    tx.whenDurable(() => this.allFiles.add(size))
  }

  /** The room that the files of an account take, and how much there is; without a limit the latter is absent. */
  async filesOf(db: Queries, caller: Caller): Promise<{ readonly usedBytes: number; readonly quotaBytes?: number }> {
    const quotaBytes = this.options.quotas.files
    const usedBytes = await this.ownFiles.sum(db, caller)
    return quotaBytes === undefined ? { usedBytes } : { usedBytes, quotaBytes }
  }

  private writtenBy(userKey: number): Written {
    const today = dayOf(this.options.database.now())
    if (today !== this.day) {
      this.day = today
      this.accounts.clear()
    }
    const held = this.accounts.get(userKey)
    if (held) return held
    if (this.accounts.size >= ACCOUNTS_MAX) {
      for (const oldest of this.accounts.keys()) {
        this.accounts.delete(oldest)
        break
      }
    }
    const made = { stored: 0, pending: 0, writing: false }
    this.accounts.set(userKey, made)
    return made
  }

  private async add(userKey: number, written: Written): Promise<void> {
    const { database, logger } = this.options
    const { day } = this
    const step = written.pending
    written.writing = true
    try {
      const sums = await database.write((tx) => store.addUsage(tx.db, { userKey, day, written: step, files: 0 }))
      written.stored = sums.written
      written.pending -= step
    } catch (error) {
      logger.warn('the use of an account was not stored', errorFields(error))
    } finally {
      written.writing = false
    }
  }

  private usedUp(bytes: number, what: 'text' | 'files') {
    const nowMs = this.options.database.now()
    return fail('daily_quota_exceeded', {
      message: `Your account has reached its daily limit of ${megabytes(bytes)} of ${what}. Try again after midnight UTC.`,
      retryAfterMs: (dayOf(nowMs) + 1) * DAY_MS - nowMs,
    })
  }
}

const megabytes = (bytes: number): string => `${Math.round(bytes / 1_000_000)} MB`
