import type { Bus, BusEvent, BusMessage } from '../bus/bus'
import type { Clock } from '../lib/clock'
import type { Audience, Memory } from './audience'
import { EndedWatch } from './ended-watch'
import type { ChatFeed, EndedSession, Moved } from './feed'
import { GatheredChanges } from './gathered-changes'
import { Heads } from './heads'
import { Memberships } from './memberships'
import { SampledSigns } from './sampled-signs'
import { ServedChats } from './served-chats'
import { Sweep, type SweepOptions } from './sweep'

export interface DeliveryOptions extends Pick<SweepOptions, 'elapsed' | 'onSwept'> {
  readonly bus: Bus
  readonly audience: Audience
  readonly feed: ChatFeed
  readonly memory: Memory
  readonly clock: Clock
  /** Epoch milliseconds on the database's clock. */
  readonly databaseNow: () => number
  /** Whether other nodes may make changes without reaching this one. */
  readonly company: 'alone' | 'others'
  readonly onError: (error: unknown) => void
}

/** After topics were added: until then frames of other nodes may not have been routed here. */
const WIDENED_SWEEP_MS = 2_000

/**
 * Publishes to this node's own connections in the order of rev. The bus is fast, the database is authoritative, and the
 * sweep guarantees delivery. A chat with subscribers on this node is in one of three phases:
 *
 * 1. Begin (`ServedChats`). The node serves the chat from a rev on, named by the first delta or by the sweep. It may
 *    have missed earlier removals, so it reads the former members and unsubscribes them. Deltas wait until then.
 * 2. In order (`ServedChat`). A delta that continues the rev goes out: the node subscribes users who joined, publishes
 *    the frame, and unsubscribes users who left. It doesn't publish the frame of an earlier rev again.
 * 3. Gap (`ServedChat` finds it, `ServedChats` fills it). A delta that starts after the rev waits, with all later ones.
 *    One query reads the missing changes, which go out before the waiting deltas. Then phase 2 continues. After a failed
 *    read the node forgets the chat, and the next sweep begins again with phase 1.
 *
 * `Memberships` publishes to users, and subscribes a new member before the delta that shows them the chat. `Sweep` reads
 * all recent changes from the database, and `catchUp` publishes those that the bus lost.
 */
export class Delivery {
  private readonly chats: ServedChats
  private readonly memberships: Memberships
  private readonly heads: Heads
  private readonly gathered: GatheredChanges
  private readonly signs: SampledSigns
  private readonly sweeper: Sweep
  private readonly endedWatch: EndedWatch
  private stopListening: (() => void) | undefined
  private stopped = false
  /** After the end the database is closed, and pending reads fail. */
  private readonly onError = (error: unknown): void => {
    if (!this.stopped) this.options.onError(error)
  }

  constructor(private readonly options: DeliveryOptions) {
    const { audience, clock, company, databaseNow, feed, memory, elapsed, onSwept } = options
    const { onError } = this
    const publish = (topic: string, frame: string) => audience.publish(topic, frame)
    this.gathered = new GatheredChanges({ clock, publish })
    this.signs = new SampledSigns({ clock, publish })
    this.heads = new Heads({ clock, onError, publish, read: (chatId) => feed.findHead(chatId) })
    const { gathered, heads } = this
    this.chats = new ServedChats({ audience, company, feed, gathered, heads, memory, onError })
    this.memberships = new Memberships({ audience, chats: this.chats, company, feed, memory, onError })
    this.sweeper = new Sweep({
      clock,
      databaseNow,
      elapsed,
      onError,
      onSwept,
      // Users who sign in from now on pull earlier changes.
      movedSince: (minute) => (audience.isEmpty ? feed.movedForNobody(minute) : feed.movedSince(minute)),
      apply: (moved) => this.catchUp(moved),
    })
    // Also alone: commands end sessions while the server runs.
    this.endedWatch = new EndedWatch({
      clock,
      databaseNow,
      elapsed,
      onError,
      endedSince: (sinceMs) => feed.endedSince(sinceMs),
      end: (session) => this.endSession(session),
    })
  }

  start(): void {
    this.sweeper.start()
    this.endedWatch.start()
    this.options.audience.beforeSubscription((topic) => this.gathered.flush(topic))
    this.stopListening = this.options.bus.listen({
      message: (message, origin) => this.receive(message, origin),
      isSubscribed: (kind, id) => this.options.audience.isSubscribed(kind, id),
      event: (event) => this.busChanged(event),
    })
  }

  stop(): void {
    this.stopped = true
    this.stopListening?.()
    this.heads.stop()
    this.gathered.stop()
    this.sweeper.stop()
    this.endedWatch.stop()
    this.chats.clear()
    this.memberships.clear()
  }

  /** Milliseconds since the last sweep that succeeded. */
  get sweepLagMs(): number {
    return this.sweeper.lagMs
  }

  /** Whether this node knows all sessions that ended more than a second ago, or is alone: then only commands end others. */
  get knowsEnded(): boolean {
    return this.options.company === 'alone' || this.endedWatch.isCertain
  }

  /** Sweeps soon for changes that this node may have missed, for example after another node disappeared. */
  sweepSoon(delayMs: number): void {
    this.sweeper.soon(delayMs)
  }

  private busChanged(event: BusEvent): void {
    if (event === 'up') this.sweeper.soon(0)
    else if (event === 'widened') this.sweeper.soon(WIDENED_SWEEP_MS)
  }

  private receive(message: BusMessage, origin: 'here' | 'elsewhere'): void {
    const { audience, memory } = this.options
    if (message.kind === 'chat') {
      if (message.access) memory.forgetAccess(message.chatId)
      this.chats.receive(message)
    } else if (message.kind === 'user') {
      if (message.presence) memory.presenceMoved(message.userId, origin)
      this.memberships.receive(message, origin)
    } else if (message.kind === 'ephemeral')
      (message.sampled ? this.signs : audience).publish(message.topic, message.frame)
    else if (message.kind === 'ended') {
      memory.forgetSessions(message.userId)
      audience.end(message.userId, message.sessionIds, message.reason)
    }
  }

  /** Publishes changes that were not published here. */
  private async catchUp({ chats, users, ended }: Moved): Promise<void> {
    for (const session of ended) this.endSession(session)
    await this.memberships.catchUp(users)
    await this.chats.catchUp(chats)
  }

  private endSession({ userId, sessionId, reason }: EndedSession): void {
    this.options.memory.forgetSessions(userId)
    this.options.audience.end(userId, [sessionId], reason)
  }
}
