import type { Clock, Timer } from '../lib/clock'
import type { OutsideWork } from './outside-work'

interface Entry {
  readonly atMs: number
  /** Timers of one moment run in the order in which they were set. */
  readonly order: number
  readonly run: () => void
  /** False for an unused timer: cleared, or of a scope that was killed. */
  wanted: () => boolean
}

const before = (a: Entry, b: Entry) => a.atMs < b.atMs || (a.atMs === b.atMs && a.order < b.order)

/** A binary heap of timers, earliest first. */
class TimerHeap {
  private readonly entries: Entry[] = []

  push(entry: Entry): void {
    let at = this.entries.push(entry) - 1
    while (at > 0) {
      const parent = (at - 1) >> 1
      if (!this.swapIfEarlier(at, parent)) return
      at = parent
    }
  }

  peek(): Entry | undefined {
    return this.entries[0]
  }

  pop(): Entry | undefined {
    const first = this.entries[0]
    const last = this.entries.pop()
    if (!first || !last || first === last) return first
    this.entries[0] = last
    let at = 0
    for (;;) {
      const left = 2 * at + 1
      const right = 2 * at + 2
      const a = this.entries[left]
      const b = this.entries[right]
      const child = a && b && before(b, a) ? right : left
      if (!this.swapIfEarlier(child, at)) return first
      at = child
    }
  }

  private swapIfEarlier(lower: number, upper: number): boolean {
    const a = this.entries[lower]
    const b = this.entries[upper]
    if (!a || !b || !before(a, b)) return false
    this.entries[upper] = a
    this.entries[lower] = b
    return true
  }
}

/**
 * Lets everything run that waits for promises only: after a turn of the event loop no microtask is left.
 * Whatever waits for the machine itself (a file, a thread) is not waited for.
 */
export const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

/** The additional features of a clock for one simulated process: its timers die with the process. */
export interface ProcessClock extends Clock {
  setTimeout(run: () => void, delayMs: number): Timer
  clearTimeout(timer: unknown): void
  /** No timer set through this clock runs any more, now or later. */
  kill(): void
}

/**
 * A clock that advances only on command. Timers run in the order of their time, then of their creation. Every promise
 * settles between two of them, so that a run repeats exactly. It also waits for the work that `waitFor` names, such as
 * queries of a database server. Both the server and the SDK use it.
 */
export class FakeClock implements Clock {
  private readonly heap = new TimerHeap()
  private readonly outside = new Set<OutsideWork>()
  private made = 0
  private nowMs: number

  /** @param startMs epoch milliseconds */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.nowMs = startMs
  }

  now(): number {
    return this.nowMs
  }

  setTimeout(run: () => void, delayMs: number): Timer {
    return this.arm(run, delayMs, () => true)
  }

  clearTimeout(timer: unknown): void {
    const entry = (timer as Timer | undefined)?.timer as Entry | undefined
    if (entry) entry.wanted = () => false
  }

  /**
   * A clock on the same time for one process that may die before the others.
   * @param offsetMs how far this process's idea of the time is off
   */
  process(offsetMs = 0): ProcessClock {
    let alive = true
    return {
      now: () => this.nowMs + offsetMs,
      setTimeout: (run, delayMs) => this.arm(run, delayMs, () => alive),
      clearTimeout: (timer) => this.clearTimeout(timer),
      kill: () => {
        alive = false
      },
    }
  }

  /** Lets work outside the event loop end before each timer, until `dispose`. That work must not wait for this clock. */
  waitFor(work: OutsideWork): Disposable {
    this.outside.add(work)
    return { [Symbol.dispose]: () => this.outside.delete(work) }
  }

  /** Lets `ms` milliseconds pass. */
  async advance(ms: number): Promise<void> {
    const untilMs = this.nowMs + ms
    await this.settle()
    while (await this.step(untilMs));
    this.nowMs = untilMs
  }

  /**
   * Moves the time forward in one step, as for a computer that slept: every timer that is due runs once, at the new time. Use it
   * for hours and days, in which `advance` would run hundreds of thousands of timers.
   */
  async leap(ms: number): Promise<void> {
    this.nowMs += ms
    await this.advance(0)
  }

  /** Runs the next timer that is due by `untilMs`, if there is one, and whatever follows from it at once. */
  async step(untilMs = Number.POSITIVE_INFINITY): Promise<boolean> {
    for (let next = this.heap.peek(); next && next.atMs <= untilMs; next = this.heap.peek()) {
      this.heap.pop()
      if (!next.wanted()) continue
      this.nowMs = Math.max(this.nowMs, next.atMs)
      next.run()
      await this.settle()
      return true
    }
    return false
  }

  private async settle(): Promise<void> {
    await settle()
    for (let busy = this.busy(); busy; busy = this.busy()) {
      await busy.idle()
      await settle()
    }
  }

  private busy(): OutsideWork | undefined {
    return [...this.outside].find(({ isIdle }) => !isIdle)
  }

  private arm(run: () => void, delayMs: number, wanted: () => boolean): Timer {
    // Whole milliseconds, like the machine's clock.
    const entry: Entry = { atMs: this.nowMs + Math.max(0, Math.ceil(delayMs)), order: this.made++, run, wanted }
    this.heap.push(entry)
    return { timer: entry }
  }
}
