import type { Bus, BusMessage } from './bus'

/** The embedded bus: one process, every listener called at once. */
export class InProcessBus implements Bus {
  private readonly listeners = new Set<(message: BusMessage) => void>()

  publish(message: BusMessage): void {
    for (const listener of this.listeners) listener(message)
  }

  subscribe(listener: (message: BusMessage) => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }
}
