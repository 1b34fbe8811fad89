import type { EventName, EventParams } from '@parley/protocol'
import type { Before } from '../api'

type Listener = (params: never, before: Before) => void

/** Listeners by event. */
export class Listeners {
  readonly #listeners = new Map<EventName, Set<Listener>>()

  on<E extends EventName>(event: E, listener: (params: EventParams<E>, before: Before) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set<Listener>()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  emit<E extends EventName>(event: E, params: EventParams<E>, before: Before = { head: 0 }): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])])
      (listener as (params: EventParams<E>, before: Before) => void)(params, before)
  }
}
