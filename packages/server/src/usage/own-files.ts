import { Cache } from '../lib/cache'
import type { Caller } from '../lib/caller'
import type { Queries, Transaction } from '../storage/database'
import * as store from './store'

export interface OwnFilesOptions {
  /** Charges rows that a call looks through. */
  readonly charge: (userId: Caller['userId'], rows: number) => void
}

/** A file that is being announced. */
export interface Announced {
  readonly bytes: number
  /** Days since 1970-01-01, UTC. */
  readonly day: number
  /** Bytes that the account announced on this day so far, on any node, with this file. */
  readonly dayBytes: number
}

/** Bytes that an account's files took at most, by its announcements of a day. */
interface Known {
  readonly atMs: number
  readonly day: number
  readonly bytes: number
  readonly dayBytes: number
}

/** Pictures may take more when they arrive than when they were announced, so a sum is used no longer than this. */
const FRESH_MS = 60_000
const ACCOUNTS_MAX = 10_000

/**
 * Adds up the files of accounts. An account may have hundreds of thousands of small files, and adding them up for each
 * announcement would take the time that other writes need. A sum therefore counts for a minute, together with all later
 * announcements. The account pays for each row that is added up.
 */
export class OwnFiles {
  private readonly known = new Cache<number, Known>({ maxEntries: ACCOUNTS_MAX })

  constructor(private readonly options: OwnFilesOptions) {}

  /** The exact sum. */
  async sum(db: Queries, { userKey, userId }: Caller): Promise<number> {
    const { bytes, rows } = await store.sumStored(db, userKey)
    this.options.charge(userId, rows)
    return bytes
  }

  /** Whether an announced file fits into what an account may store. Its usage row is locked. */
  async fits(tx: Transaction, caller: Caller, announced: Announced & { readonly most: number }): Promise<boolean> {
    const { bytes, day, dayBytes, most } = announced
    const known = this.known.peek(caller.userKey)
    const isFresh = known?.day === day && Math.abs(tx.now - known.atMs) < FRESH_MS
    if (isFresh && known.bytes + dayBytes - known.dayBytes <= most) return true
    const sum = bytes + (await this.sum(tx.db, caller))
    if (sum > most) return false
    tx.whenDurable(() => this.known.set(caller.userKey, { atMs: tx.now, day, bytes: sum, dayBytes }))
    return true
  }
}
