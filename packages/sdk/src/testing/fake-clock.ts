import type { Clock } from '../api'

interface Timer {
  readonly at: number
  readonly order: number
  readonly run: () => void
}

/** The longest delay of a browser's timer, which runs at once after a longer one. */
const longestDelayMs = 2 ** 31 - 1

/** Time that moves when a test says so. */
export class FakeClock implements Clock {
  #now: number
  #order = 0
  readonly #timers = new Set<Timer>()

  constructor(nowMs = 1_700_000_000_000) {
    this.#now = nowMs
  }

  now(): number {
    return this.#now
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    if (delayMs > longestDelayMs) throw new RangeError(`no timer can wait for ${delayMs} ms`)
    const timer: Timer = { at: this.#now + Math.max(0, delayMs), order: this.#order++, run }
    this.#timers.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#timers.delete(timer as Timer)
  }

  /** How many timers wait. */
  get waiting(): number {
    return this.#timers.size
  }

  /** Lets `ms` pass: timers run in their order, and what they cause in microtasks after each. */
  async pass(ms: number): Promise<void> {
    const end = this.#now + ms
    await settle()
    for (let next = this.#next(end); next !== undefined; next = this.#next(end)) {
      this.#timers.delete(next)
      this.#now = Math.max(this.#now, next.at)
      next.run()
      await settle()
    }
    this.#now = end
  }

  #next(end: number): Timer | undefined {
    let first: Timer | undefined
    for (const timer of this.#timers) {
      if (timer.at > end) continue
      if (first === undefined || timer.at < first.at || (timer.at === first.at && timer.order < first.order))
        first = timer
    }
    return first
  }
}

/** Lets everything happen that needs no time. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 60; turn++) await Promise.resolve()
}
