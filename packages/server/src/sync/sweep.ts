import { type Clock, every, type Timer } from '../lib/clock'
import { minuteOf } from '../storage/schema'
import type { Moved } from './feed'

export interface SweepOptions {
  readonly clock: Clock
  /** Epoch milliseconds on the database's clock: changes are found by its minutes. */
  readonly databaseNow: () => number
  /** All changes since a minute. */
  readonly movedSince: (minute: number) => Promise<Moved>
  readonly apply: (moved: Moved) => Promise<void>
  readonly onError: (error: unknown) => void
  /** Milliseconds that only run forward. */
  readonly elapsed: () => number
  /** Receives the duration of each successful sweep. */
  readonly onSwept: (tookMs: number) => void
}

const SWEEP_MS = 10_000
/** Minutes that are read again: a transaction carries the minute in which it began. */
const OVERLAP_MINUTES = 1

/** Regularly asks the database for recent changes, and so finds losses of the bus. */
export class Sweep {
  private stopTimer: (() => void) | undefined
  private early: { readonly timer: Timer; readonly atMs: number } | undefined
  private sweptMinute = 0
  private sweptAt = 0
  private running: Promise<void> | undefined

  constructor(private readonly options: SweepOptions) {}

  /** Milliseconds since the last successful sweep. */
  get lagMs(): number {
    return this.options.clock.now() - this.sweptAt
  }

  start(): void {
    const { clock, databaseNow } = this.options
    this.sweptMinute = minuteOf(databaseNow())
    this.sweptAt = clock.now()
    this.stopTimer = every(clock, SWEEP_MS, () => this.run())
  }

  stop(): void {
    this.stopTimer?.()
    this.stopTimer = undefined
    if (this.early) this.options.clock.clearTimeout(this.early.timer)
    this.early = undefined
  }

  /** Sweeps within this time instead of at the next regular moment: a delta was probably lost. */
  soon(delayMs: number): void {
    const { clock } = this.options
    const atMs = clock.now() + delayMs
    if (!this.stopTimer || (this.early && this.early.atMs <= atMs)) return
    if (this.early) clock.clearTimeout(this.early.timer)
    const timer = clock.setTimeout(() => {
      this.early = undefined
      void this.run()
    }, delayMs)
    this.early = { timer, atMs }
  }

  /** One sweep; a call during a sweep gets another one after it. */
  run(): Promise<void> {
    const before = this.running ?? Promise.resolve()
    const mine = before.then(() => this.sweep())
    this.running = mine
    return mine
  }

  private async sweep(): Promise<void> {
    const { clock, databaseNow, movedSince, apply, onError, elapsed, onSwept } = this.options
    const began = elapsed()
    try {
      const minute = minuteOf(databaseNow())
      // After the clock was set back, new changes are older than the last sweep.
      await apply(await movedSince(Math.min(this.sweptMinute, minute) - OVERLAP_MINUTES))
      this.sweptMinute = minute
      this.sweptAt = clock.now()
      onSwept(elapsed() - began)
    } catch (error) {
      onError(error)
    }
  }
}
