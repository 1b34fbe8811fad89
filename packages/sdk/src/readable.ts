import type { Readable } from './api'

/**
 * A value computed when it is read after a change. Listeners hear of any number of changes in one turn once, in a
 * microtask after it. `get` and `subscribe` can be passed on by themselves.
 */
export class Derived<T> implements Readable<T> {
  #value: T
  #dirty = false
  #scheduled = false
  readonly #listeners = new Set<() => void>()
  readonly #compute: (previous: T) => T

  constructor(initial: T, compute: (previous: T) => T) {
    this.#value = initial
    this.#compute = compute
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
    queueMicrotask(() => this.#notify())
  }

  #notify(): void {
    this.#scheduled = false
    for (const listener of [...this.#listeners]) listener()
  }
}
