import type { Msg } from '@nats-io/transport-node'
import type { Bus, BusEvent, BusListener, BusMessage, Recount } from './bus'
import { decode, encode, inBrief } from './nats-codec'
import type { LinkState, NatsLink } from './nats-link'
import { Shards } from './nats-shards'
import { idOf, type Scope, Subjects } from './nats-subjects'

export interface NatsBusOptions {
  /** Stopped with the bus. */
  readonly link: NatsLink
  /** What nodes of one database share, and no others: letters, digits, `_` and `-`. */
  readonly installation: string
  readonly onError: (error: unknown) => void
}

/** What went over a bus so far. */
export interface BusCounts {
  published: number
  received: number
  /** Thrown away by the subject alone, because nobody here wants it. */
  unwanted: number
  /** Not made by this program, or by one that is too new. */
  malformed: number
  /** Too large for NATS: others were told to ask instead. */
  shortened: number
}

/**
 * The bus over NATS: subjects are routed to the nodes that subscribed their shard. Own messages are heard here at once,
 * whether NATS is there or not; what others miss meanwhile is left to the sweep.
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
    for (const kind of ['ended', 'presence'] as const)
      link.subscribe(this.subjects.everywhere(kind), (message) => this.receive(message))
    link.onChange((state) => this.tell(state))
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

  want(topic: string): void {
    this.shards.want(topic)
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
    const brief = inBrief(message)
    const briefly = brief && encode(brief)
    if (briefly && briefly.length <= link.maxPayload) link.publish(subject, briefly)
  }

  private receiveScoped(scope: Scope, message: Msg): void {
    if (this.isWanted(scope, idOf(message.subject))) this.receive(message)
    else this.counts.unwanted++
  }

  /** Whoever does not say what it wants, wants everything. */
  private isWanted(scope: Scope, id: string): boolean {
    for (const listener of this.listeners) if (listener.wants?.(scope, id) ?? true) return true
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

  /** One listener's failure is not the next one's. */
  private deliver(message: BusMessage, origin: 'here' | 'elsewhere'): void {
    for (const listener of this.listeners) {
      try {
        listener.message(message, origin)
      } catch (error) {
        this.options.onError(error)
      }
    }
  }

  private tell(event: BusEvent): void {
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
      if (this.state === 'up') this.tell('widened')
    })
  }
}
