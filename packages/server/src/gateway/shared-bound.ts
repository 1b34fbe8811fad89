import { limits, type UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import type { Topics } from './topics'

export interface SharedBoundOptions {
  readonly bus: Bus
  readonly clock: Clock
  /** This node, under a new name after each start. */
  readonly node: string
  /** Connections of this node. */
  readonly topics: Pick<Topics, 'countOf' | 'surplus'>
}

/** An account's connections to another node. */
interface Elsewhere {
  readonly count: number
  readonly receivedAt: number
}

/** Fewer connections of an account to a node are not announced: most accounts cost no message. */
const ANNOUNCED_FROM = 5
/** Changes are collected for this long. */
const GATHER_MS = 100
/** Announced again this often, because nodes miss what was said before the account connected to them. */
const BEAT_MS = 20_000
/** A number counts for this long. Its node may be gone, or a later message lost. */
const VALID_MS = 3 * BEAT_MS

/**
 * Bounds the connections of an account to all nodes together. Nodes announce accounts with several connections to the nodes that
 * the same accounts are connected to. All nodes find the same share of `limits.connectionsPerAccount`, and close what is above it.
 */
export class SharedBound {
  private readonly elsewhere = new Map<UserId, Map<string, Elsewhere>>()
  /** Accounts that this node announced, and those that it will announce. */
  private readonly announced = new Set<UserId>()
  private readonly changed = new Set<UserId>()
  private readonly stops: (() => void)[] = []
  private gathering = false

  constructor(private readonly options: SharedBoundOptions) {}

  start(): void {
    const { bus, clock } = this.options
    this.stops.push(
      bus.listen({
        message: (message, origin) => {
          if (message.kind === 'connections' && origin === 'elsewhere') this.receive(message)
        },
        // Nodes without connections of an account need no number of others.
        isSubscribed: () => false,
      }),
      every(clock, BEAT_MS, () => this.beat()),
    )
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop()
  }

  /** An account has one connection more or less on this node. */
  moved(userId: UserId): void {
    if (!this.announced.has(userId) && this.options.topics.countOf(userId) < ANNOUNCED_FROM) return
    this.changed.add(userId)
    this.gather()
  }

  private gather(): void {
    if (this.gathering) return
    this.gathering = true
    this.options.clock.setTimeout(() => {
      this.gathering = false
      for (const userId of this.changed) this.announce(userId)
      this.changed.clear()
    }, GATHER_MS)
  }

  private announce(userId: UserId): void {
    const { bus, node, topics } = this.options
    const own = topics.countOf(userId)
    const count = own < ANNOUNCED_FROM ? 0 : own
    if (count === 0) this.announced.delete(userId)
    else this.announced.add(userId)
    bus.publish({ kind: 'connections', userId, node, count })
  }

  private receive({ userId, node, count }: { userId: UserId; node: string; count: number }): void {
    const nodes = this.elsewhere.get(userId) ?? new Map<string, Elsewhere>()
    if (count === 0) nodes.delete(node)
    else nodes.set(node, { count, receivedAt: this.options.clock.now() })
    if (nodes.size === 0) this.elsewhere.delete(userId)
    else this.elsewhere.set(userId, nodes)
    this.trim(userId)
  }

  /**
   * Closes the connections above this node's share, those that were silent longest first. Only another node's number causes that:
   * connections that move here from a node that died must not close because of its last number.
   */
  private trim(userId: UserId): void {
    const { topics } = this.options
    const counts = [...(this.elsewhere.get(userId)?.values() ?? [])].map(({ count }) => count)
    counts.push(topics.countOf(userId))
    const share = shareOf(counts, limits.connectionsPerAccount)
    if (share === limits.connectionsPerAccount) return
    // The other nodes need the number here to close their part.
    this.moved(userId)
    for (let surplus = topics.surplus(userId, share); surplus; surplus = topics.surplus(userId, share))
      surplus.close('tooManyConnections')
  }

  private beat(): void {
    const { clock } = this.options
    for (const [userId, nodes] of this.elsewhere) {
      for (const [node, { receivedAt }] of nodes) if (clock.now() - receivedAt > VALID_MS) nodes.delete(node)
      if (nodes.size === 0) this.elsewhere.delete(userId)
    }
    for (const userId of [...this.announced]) this.announce(userId)
  }
}

/** The most that each of some counts can keep so that they are at most `most` together. */
const shareOf = (counts: readonly number[], most: number): number => {
  let share = most
  while (share > 1 && counts.reduce((sum, count) => sum + Math.min(count, share), 0) > most) share--
  return share
}
