import type { ChatId, CloseReason, SessionId, UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { topics as names, userOf } from '../lib/topics'
import type { Audience } from '../sync/audience'
import type { Subscriber } from './subscriber'

/** Publishing to all native subscribers of a topic at once, and their number. */
export interface NativeTopics {
  publish(topic: string, frame: string): void
  countSubscribers(topic: string): number
}

/**
 * Subscriptions of this node. Chats use native topics where the transport has them, and a plain loop elsewhere. A
 * user's few connections are listed here anyway, and a native topic for each user would cost hundreds of bytes.
 */
export class Topics implements Audience {
  private readonly loops = new Map<string, Set<Subscriber>>()
  /** Most users have one connection, and a set costs more than all other data here. */
  private readonly users = new Map<UserId, Subscriber | Set<Subscriber>>()
  private native: NativeTopics | undefined
  private settle: (topic: string) => void = () => {}

  /** A first subscription informs the bus at once. */
  constructor(private readonly bus: Pick<Bus, 'subscribe'>) {}

  get isEmpty(): boolean {
    return this.users.size === 0
  }

  /** Sets the server with the native topics. */
  useNative(native: NativeTopics): void {
    this.native = native
  }

  beforeSubscription(run: (topic: string) => void): void {
    this.settle = run
  }

  add(connection: Subscriber, userId: UserId): void {
    const known = this.users.get(userId)
    if (known instanceof Set) known.add(connection)
    else this.users.set(userId, known ? new Set([known, connection]) : connection)
    this.bus.subscribe(names.user(userId))
  }

  remove(connection: Subscriber, userId: UserId): void {
    const known = this.users.get(userId)
    if (known instanceof Set) known.delete(connection)
    if (known === connection || (known instanceof Set && known.size === 0)) this.users.delete(userId)
    for (const topic of connection.looped ?? []) this.unsubscribe(connection, topic)
  }

  /** A user's connections to this node. */
  countOf(userId: UserId): number {
    const known = this.users.get(userId)
    return known instanceof Set ? known.size : known ? 1 : 0
  }

  /** A user's connection that was silent longest, if the user has more than the limit. */
  surplus(userId: UserId, most: number): Subscriber | undefined {
    const known = this.users.get(userId)
    if (!(known instanceof Set) || known.size <= most) return undefined
    let oldest: Subscriber | undefined
    for (const connection of known)
      if (!oldest || connection.lastReceivedAt < oldest.lastReceivedAt) oldest = connection
    return oldest
  }

  subscribe(connection: Subscriber, topic: string): void {
    this.bus.subscribe(topic)
    this.settle(topic)
    if (connection.peer.subscribe) {
      connection.peer.subscribe(topic)
      return
    }
    connection.looped ??= new Set()
    connection.looped.add(topic)
    const subscribers = this.loops.get(topic)
    if (subscribers) subscribers.add(connection)
    else this.loops.set(topic, new Set([connection]))
  }

  unsubscribe(connection: Subscriber, topic: string): void {
    if (connection.peer.unsubscribe) {
      connection.peer.unsubscribe(topic)
      return
    }
    connection.looped?.delete(topic)
    const subscribers = this.loops.get(topic)
    subscribers?.delete(connection)
    if (subscribers?.size === 0) this.loops.delete(topic)
  }

  publish(topic: string, frame: string): void {
    const userId = userOf(topic)
    if (userId !== undefined) {
      for (const connection of this.connectionsOf(userId)) send(connection, frame)
      return
    }
    this.native?.publish(topic, frame)
    for (const connection of this.loops.get(topic) ?? []) connection.push(frame)
  }

  hasSubscribers(topic: string): boolean {
    const userId = userOf(topic)
    if (userId !== undefined) return this.users.has(userId)
    return this.loops.has(topic) || (this.native?.countSubscribers(topic) ?? 0) > 0
  }

  /** A connection subscribes to a chat's deltas, or to its heads. */
  isSubscribed(kind: 'chat' | 'user', id: string): boolean {
    if (kind === 'user') return this.users.has(id as UserId)
    return this.hasSubscribers(names.chat(id as ChatId)) || this.hasSubscribers(names.head(id as ChatId))
  }

  join(userIds: readonly UserId[], chatId: ChatId, size: 'large' | 'small'): void {
    const topic = size === 'large' ? names.head(chatId) : names.chat(chatId)
    for (const userId of userIds) for (const connection of this.connectionsOf(userId)) this.subscribe(connection, topic)
  }

  leave(userIds: readonly UserId[], chatId: ChatId): void {
    for (const userId of userIds) {
      for (const connection of this.connectionsOf(userId)) {
        connection.lost(chatId)
        for (const topic of [names.chat(chatId), names.head(chatId)]) this.unsubscribe(connection, topic)
      }
    }
  }

  end(userId: UserId, sessionIds: readonly SessionId[] | undefined, reason: CloseReason): void {
    for (const connection of this.connectionsOf(userId)) {
      const sessionId = connection.caller?.sessionId
      if (!sessionIds || (sessionId && sessionIds.includes(sessionId))) connection.close(reason)
    }
  }

  /** A copy: closing a connection removes it. */
  private connectionsOf(userId: UserId): readonly Subscriber[] {
    const known = this.users.get(userId)
    if (known instanceof Set) return [...known]
    return known ? [known] : []
  }
}

/** In the order of publishing: pending native frames go out before this one. */
const send = (connection: Subscriber, frame: string): void => {
  if (connection.peer.subscribe) connection.peer.send(frame)
  else connection.push(frame)
}
