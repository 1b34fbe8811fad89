import type { Msg } from '@nats-io/transport-node'
import type { Bus, BusEvent, BusListener, BusMessage, Recount } from './bus'
import { decode, encode, withoutContents } from './nats-codec'
import type { LinkState, NatsLink } from './nats-link'
import { Shards } from './nats-shards'
import { idOf, type Scope, Subjects } from './nats-subjects'

export interface NatsBusOptions {
  /** Stopped with the bus. */
  readonly link: NatsLink
  /** The common name of one database's nodes: letters, digits, `_` and `-`. */
  readonly installation: string
  readonly onError: (error: unknown) => void
}

/** Counters of the bus. */
export interface BusCounts {
  published: number
  received: number
  /** Discarded by the subject alone, because no connection of this node needs it. */
  unwanted: number
  /** Not made by this program, or by one that is too new. */
  malformed: number
  /** Too large for NATS: clients of other nodes fetch the contents instead. */
  shortened: number
}

/**
 * The bus over NATS: subjects are routed to the nodes that subscribe to their shard. A node receives its own messages
 * at once, even without NATS. The sweep delivers messages that others miss meanwhile.
 */
export class NatsBus implements Bus {
  readonly counts: BusCounts = { published: 0, received: 0, unwanted: 0, malformed: 0, shortened: 0 }
  private readonly listeners = new Set<BusListener>()
  private readonly subjects: Subjects
  private readonly shards: Shards
  /** Set while shards wait to be confirmed; `more` came after the question went out. */
  private widening: { more: boolean } | undefined

  /** Every node hears what goes everywhere from here on. */
  constructor(private readonly options: NatsBusOptions) {
    const { link } = options
    this.subjects = new Subjects(options.installation)
    this.shards = new Shards({
      subscribe: (scope, shard) =>
        link.subscribe(this.subjects.shard(scope, shard), (message) => this.receiveScoped(scope, message)),
      onAdded: () => this.widen(),
    })
    for (const kind of ['ended', 'presence', 'flood'] as const)
      link.subscribe(this.subjects.everywhere(kind), (message) => this.receive(message))
    link.onChange((state) => this.emit(state))
  }

  get state(): LinkState {
    return this.options.link.state
  }

  /** Shards that are subscribed now. */
  get shardCount(): number {
    return this.shards.size
  }

  publish(message: BusMessage): void {
    this.deliver(message, 'here')
    this.counts.published++
    if (this.state === 'up') this.send(message)
  }

  listen(listener: BusListener): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  subscribe(topic: string): void {
    this.shards.subscribe(topic)
  }

  recount(): Recount {
    return this.shards.recount()
  }

  async stop(): Promise<void> {
    this.listeners.clear()
    await this.options.link.stop()
  }

  private send(message: BusMessage): void {
    const { link } = this.options
    const subject = this.subjects.of(message)
    if (subject === undefined) return
    const payload = encode(message)
    if (payload.length <= link.maxPayload) {
      link.publish(subject, payload)
      return
    }
    this.counts.shortened++
    const brief = withoutContents(message)
    const briefly = brief && encode(brief)
    if (briefly && briefly.length <= link.maxPayload) link.publish(subject, briefly)
  }

  private receiveScoped(scope: Scope, message: Msg): void {
    if (this.isSubscribed(scope, idOf(message.subject))) this.receive(message)
    else this.counts.unwanted++
  }

  /** A node without declared interest receives everything. */
  private isSubscribed(scope: Scope, id: string): boolean {
    for (const listener of this.listeners) if (listener.isSubscribed?.(scope, id) ?? true) return true
    return false
  }

  private receive({ data }: Msg): void {
    let message: BusMessage
    try {
      message = decode(data)
    } catch {
      this.counts.malformed++
      return
    }
    this.counts.received++
    this.deliver(message, 'elsewhere')
  }

  /** One listener's failure doesn't affect the next. */
  private deliver(message: BusMessage, origin: 'here' | 'elsewhere'): void {
    for (const listener of this.listeners) {
      try {
        listener.message(message, origin)
      } catch (error) {
        this.options.onError(error)
      }
    }
  }

  private emit(event: BusEvent): void {
    for (const listener of this.listeners) listener.event?.(event)
  }

  /** Says `widened` once the server knows of the new shards, once for all that were added meanwhile. */
  private widen(): void {
    if (this.widening) {
      this.widening.more = true
      return
    }
    const widening = { more: false }
    this.widening = widening
    queueMicrotask(async () => {
      do {
        widening.more = false
      } while ((await this.options.link.settled()) && widening.more)
      this.widening = undefined
      // Otherwise `up` says it, and more.
      if (this.state === 'up') this.emit('widened')
    })
  }
}
