import type { Queries, Transaction } from '../storage/database'
import * as store from './store'

/** How failures slow down the tries that follow. */
export interface PauseRule {
  /** Failures without a pause. */
  readonly free: number
  readonly maxPauseMs: number
  /** The pause after the first failure beyond `free`; it doubles with each further one. */
  readonly firstPauseMs?: number
}

const FIRST_PAUSE_MS = 1_000
/** Failures are forgotten after this long without another one. */
export const FORGET_MS = 60 * 60_000
/** A row from further ahead was written before a clock was set back: it doesn't lengthen a pause. */
const CLOCK_ERROR_MS = 60_000

/** Counts of failures by key, as one moment sees them. */
export class Failures {
  private readonly rows: ReadonlyMap<string, store.FailuresRow>

  private constructor(
    rows: readonly store.FailuresRow[],
    private readonly nowMs: number,
  ) {
    this.rows = new Map(rows.map((row) => [row.key, row]))
  }

  /** Reads the failures of some keys. */
  static async readFailures(db: Queries, keys: readonly string[], nowMs: number): Promise<Failures> {
    return new Failures(await store.selectFailures(db, keys), nowMs)
  }

  /** Reads the failures of some keys and locks them: of tries at the same moment, on any node, each counts. */
  static async lockFailures(tx: Transaction, keys: readonly string[]): Promise<Failures> {
    return new Failures(await store.lockFailures(tx.db, keys), tx.now)
  }

  /** Removes what is forgotten; returns how many rows. */
  static removeOld(tx: Transaction, limit: number): Promise<number> {
    return store.deleteOldFailures(tx.db, { before: tx.now - FORGET_MS, limit })
  }

  /** Removes the failures of some keys, and of all keys that begin with a text. */
  static async remove(tx: Transaction, keys: readonly string[], beginning: string): Promise<void> {
    await store.deleteFailures(tx.db, keys, beginning)
  }

  /** Recent failures under a key. */
  countOf(key: string): number {
    const row = this.rows.get(key)
    return row && this.nowMs - row.at <= FORGET_MS ? row.count : 0
  }

  /** Milliseconds until the next try under a key; 0 without a pause. */
  pauseMs(key: string, { free, maxPauseMs, firstPauseMs = FIRST_PAUSE_MS }: PauseRule): number {
    const row = this.rows.get(key)
    const failed = this.countOf(key)
    if (!row || failed < free || row.at > this.nowMs + CLOCK_ERROR_MS) return 0
    const pauseMs = Math.min(maxPauseMs, firstPauseMs * 2 ** Math.min(failed - free, 30))
    return Math.max(0, row.at + pauseMs - this.nowMs)
  }

  /** Adds to the counts of locked keys, or takes from them; only a failure renews how long they last. */
  async addToCounts(tx: Transaction, changes: ReadonlyMap<string, number>): Promise<void> {
    const rows = [...changes].map(([key, change]) => ({
      key,
      count: Math.max(0, this.countOf(key) + change),
      at: change > 0 ? tx.now : (this.rows.get(key)?.at ?? tx.now),
    }))
    await store.putFailures(tx.db, rows)
  }
}
