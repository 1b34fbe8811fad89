import type { EventName, EventParams } from '@parley/protocol'

type Listener = (params: never) => void

/** Listeners by event. */
export class Listeners {
  readonly #listeners = new Map<EventName, Set<Listener>>()

  on<E extends EventName>(event: E, listener: (params: EventParams<E>) => void): () => void {
    const listeners = this.#listeners.get(event) ?? new Set<Listener>()
    this.#listeners.set(event, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
    }
  }

  emit<E extends EventName>(event: E, params: EventParams<E>): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])])
      (listener as (params: EventParams<E>) => void)(params)
  }
}
