import type { Bus, BusListener, BusMessage, Recount } from './bus'

/** The embedded bus, for a single process. Calls every listener at once, with all topics. */
export class InProcessBus implements Bus {
  readonly state = 'up'
  private readonly listeners = new Set<BusListener>()

  publish(message: BusMessage): void {
    for (const listener of this.listeners) listener.message(message, 'here')
  }

  listen(listener: BusListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  subscribe(_topic: string): void {}

  recount(): Recount {
    return { keep: () => {}, finish: () => {} }
  }

  async stop(): Promise<void> {
    this.listeners.clear()
  }
}
