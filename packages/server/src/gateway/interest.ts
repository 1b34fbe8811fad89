import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import { topics as names } from '../lib/topics'
import type { Subscriber } from './subscriber'

export interface InterestOptions {
  readonly bus: Pick<Bus, 'recount'>
  /** All connections of this node. */
  readonly connections: () => Iterable<Subscriber>
  readonly clock: Clock
}

/** What nobody wants any more is heard for at most about this much longer. */
const RECOUNT_MS = 5 * 60_000
/** Connections that are looked at before others get their turn: a few hundred microseconds. */
const SLICE = 200

/**
 * Tells the bus now and then what is still wanted here. A topic is named when somebody subscribes to it; that the last one
 * is gone is not seen then, because a list of topics for each connection costs more memory than hearing a little too much.
 */
export class Interest {
  private stopCounting: (() => void) | undefined

  constructor(private readonly options: InterestOptions) {}

  start(): void {
    this.stopCounting = every(this.options.clock, RECOUNT_MS, () => this.recount())
  }

  stop(): void {
    this.stopCounting?.()
  }

  /** Walks all connections. Whoever comes or subscribes meanwhile names its topics itself. */
  async recount(): Promise<void> {
    const recount = this.options.bus.recount()
    let looked = 0
    for (const { peer, looped, caller } of this.options.connections()) {
      if (caller) recount.want(names.user(caller.userId))
      for (const topic of peer.topics?.() ?? []) recount.want(topic)
      for (const topic of looped ?? []) recount.want(topic)
      looked++
      if (looked % SLICE === 0) await nextTurn()
    }
    recount.finish()
  }
}

const nextTurn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))
