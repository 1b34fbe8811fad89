import type { Readable } from '../api'
import type { Scheduler } from './once-per-frame'

/**
 * A value computed when it is read after a change. Listeners run once for any number of changes in one turn, scheduled
 * by `later`. `get` and `subscribe` can be passed on by themselves.
 */
export class Derived<T> implements Readable<T> {
  #value: T
  #dirty = false
  #scheduled = false
  readonly #listeners = new Set<() => void>()
  readonly #compute: (previous: T) => T

  readonly #later: Scheduler

  constructor(initial: T, compute: (previous: T) => T, later: Scheduler = (run) => queueMicrotask(run)) {
    this.#value = initial
    this.#compute = compute
    this.#later = later
  }

  readonly get = (): T => {
    if (this.#dirty) {
      this.#dirty = false
      this.#value = this.#compute(this.#value)
    }
    return this.#value
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Something that the value is computed from changed. */
  changed(): void {
    this.#dirty = true
    if (this.#scheduled) return
    this.#scheduled = true
    this.#later(() => this.#notify())
  }

  #notify(): void {
    this.#scheduled = false
    for (const listener of [...this.#listeners]) listener()
  }
}
