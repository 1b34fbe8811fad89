import type { Bus, BusEvent, BusListener, BusMessage, Recount } from '../bus/bus'

/** The common state of several nodes' links: the nodes and the losses. */
export class Links {
  readonly ends = new Set<LinkedBus>()
  /** Whether a message is lost on its way to the other nodes. */
  loses: (message: BusMessage) => boolean = () => false

  open(): LinkedBus {
    const end = new LinkedBus(this)
    this.ends.add(end)
    return end
  }
}

/** One node's end of a bus inside this process, whose messages can be lost and whose link can be cut. */
export class LinkedBus implements Bus {
  state: 'up' | 'down' = 'up'
  private readonly listeners = new Set<BusListener>()

  constructor(private readonly links: Links) {}

  publish(message: BusMessage): void {
    for (const listener of this.listeners) listener.message(message, 'here')
    if (this.state === 'down' || this.links.loses(message)) return
    // As on a wire: what the other side hears is a copy.
    const copy = JSON.stringify(message)
    for (const end of this.links.ends) if (end !== this && end.state === 'up') end.hear(JSON.parse(copy) as BusMessage)
  }

  listen(listener: BusListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  subscribe(): void {}

  recount(): Recount {
    return { keep: () => {}, finish: () => {} }
  }

  /** Cuts this end off, or joins it again. */
  turn(state: 'up' | 'down'): void {
    this.state = state
    this.tell(state)
  }

  tell(event: BusEvent): void {
    for (const listener of this.listeners) listener.event?.(event)
  }

  async stop(): Promise<void> {
    this.listeners.clear()
    this.links.ends.delete(this)
  }

  private hear(message: BusMessage): void {
    for (const listener of this.listeners) listener.message(message, 'elsewhere')
  }
}
