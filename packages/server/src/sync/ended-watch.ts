import type { SessionId } from '@parley/protocol'
import { type Clock, every } from '../lib/clock'
import type { EndedSession } from './feed'

export interface EndedWatchOptions {
  readonly clock: Clock
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
  /** Epoch milliseconds on the database's clock. */
  readonly databaseNow: () => number
  /** Sessions that ended at a time of the database's clock or later. */
  readonly endedSince: (sinceMs: number) => Promise<readonly EndedSession[]>
  /** Drops an ended session from the cache, and closes its connections. */
  readonly end: (session: EndedSession) => void
  readonly onError: (error: unknown) => void
}

const LOOK_MS = 500
/** A transaction carries the time at which it began, and may commit this much later. */
const OVERLAP_MS = 20_000
/** Cached sessions count for this long after the last look. */
const CERTAIN_MS = 900

/**
 * Asks the database twice a second which sessions ended on other nodes or by commands. The bus is faster, but may lose the message, or
 * hang for seconds unnoticed. One look reads a few entries of an index.
 */
export class EndedWatch {
  private readonly seen = new Map<SessionId, number>()
  private stopTimer: (() => void) | undefined
  /** The start of the last successful look. */
  private lookedAt = 0
  private lookedTo = 0
  private looking = false
  private failing = false

  constructor(private readonly options: EndedWatchOptions) {}

  /** Whether this node has looked recently. Otherwise only the database knows which sessions are valid. */
  get isCertain(): boolean {
    return this.options.elapsed() - this.lookedAt < CERTAIN_MS
  }

  /** Call this before caching any session. */
  start(): void {
    const { clock, databaseNow, elapsed } = this.options
    this.lookedAt = elapsed()
    this.lookedTo = databaseNow()
    this.stopTimer = every(clock, LOOK_MS, () => this.look())
  }

  stop(): void {
    this.stopTimer?.()
  }

  private async look(): Promise<void> {
    if (this.looking) return
    const { databaseNow, elapsed, endedSince, end, onError } = this.options
    this.looking = true
    const beganAt = elapsed()
    const nowMs = databaseNow()
    // After the clock was set back, new ends are older than the last look.
    const sinceMs = Math.min(this.lookedTo, nowMs) - OVERLAP_MS
    try {
      for (const session of await endedSince(sinceMs)) {
        if (this.seen.has(session.sessionId)) continue
        this.seen.set(session.sessionId, session.endedAt)
        end(session)
      }
      for (const [sessionId, endedAt] of this.seen) if (endedAt < sinceMs) this.seen.delete(sessionId)
      this.lookedAt = beganAt
      this.lookedTo = nowMs
      this.failing = false
    } catch (error) {
      if (!this.failing) onError(error)
      this.failing = true
    } finally {
      this.looking = false
    }
  }
}
