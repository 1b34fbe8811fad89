import type { Clock } from '../api'

/** A clock whose timers end together, so that a program ends when its client has stopped. */
export class Timers implements Clock {
  readonly #running = new Set<unknown>()
  readonly #clock: Clock

  constructor(clock: Clock) {
    this.#clock = clock
  }

  now(): number {
    return this.#clock.now()
  }

  setTimeout(run: () => void, delayMs: number): unknown {
    const timer = this.#clock.setTimeout(() => {
      this.#running.delete(timer)
      run()
    }, delayMs)
    this.#running.add(timer)
    return timer
  }

  clearTimeout(timer: unknown): void {
    this.#running.delete(timer)
    this.#clock.clearTimeout(timer)
  }

  /** Nothing that waits will run any more. */
  stop(): void {
    for (const timer of this.#running) this.#clock.clearTimeout(timer)
    this.#running.clear()
  }
}
