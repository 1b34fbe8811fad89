import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import { topics as names } from '../lib/topics'
import type { Subscriber } from './subscriber'

export interface SubscriptionRecountOptions {
  readonly bus: Pick<Bus, 'recount'>
  /** All connections of this node. */
  readonly connections: () => Iterable<Subscriber>
  readonly clock: Clock
}

/** Unused subscriptions linger this long. */
const RECOUNT_MS = 5 * 60_000
/** Connections visited in one turn: a few hundred microseconds. */
const SLICE = 200

/**
 * Regularly tells the bus which topics are still needed. A subscription adds its topic at once. The end of the last one
 * goes unnoticed, because a list of topics for each connection costs more memory than some unneeded messages.
 */
export class SubscriptionRecount {
  private stopCounting: (() => void) | undefined

  constructor(private readonly options: SubscriptionRecountOptions) {}

  start(): void {
    this.stopCounting = every(this.options.clock, RECOUNT_MS, () => this.recount())
  }

  stop(): void {
    this.stopCounting?.()
  }

  /** Visits all connections. Connections that subscribe meanwhile add their topics themselves. */
  async recount(): Promise<void> {
    const recount = this.options.bus.recount()
    let looked = 0
    for (const { peer, looped, caller } of this.options.connections()) {
      if (caller) recount.keep(names.user(caller.userId))
      for (const topic of peer.topics?.() ?? []) recount.keep(topic)
      for (const topic of looped ?? []) recount.keep(topic)
      looked++
      if (looked % SLICE === 0) await nextTurn()
    }
    recount.finish()
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
