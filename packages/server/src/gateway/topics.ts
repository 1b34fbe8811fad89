import type { ChatId, CloseReason, SessionId, UserId } from '@parley/protocol'
import type { Bus } from '../bus/bus'
import { topics as names, userOf } from '../lib/topics'
import type { Audience } from '../sync/audience'
import type { Subscriber } from './subscriber'

/** Publishing to all native subscribers of a topic at once, and how many there are. */
export interface NativeTopics {
  publish(topic: string, frame: string): void
  count(topic: string): number
}

/**
 * Who on this node hears what: of chats, native topics where the transport has them, a plain loop elsewhere. A user's few
 * connections are held here anyway, and a native topic for each user would cost hundreds of bytes.
 */
export class Topics implements Audience {
  private readonly loops = new Map<string, Set<Subscriber>>()
  /** Most people have one connection, and a set costs more than all else of it here. */
  private readonly users = new Map<UserId, Subscriber | Set<Subscriber>>()
  private native: NativeTopics | undefined
  private settle: (topic: string) => void = () => {}

  /** The bus learns what somebody here hears, as soon as somebody does. */
  constructor(private readonly bus: Pick<Bus, 'want'>) {}

  get isEmpty(): boolean {
    return this.users.size === 0
  }

  /** Hands over the server whose topics the native peers subscribe to. */
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
    this.bus.want(names.user(userId))
  }

  remove(connection: Subscriber, userId: UserId): void {
    const known = this.users.get(userId)
    if (known instanceof Set) known.delete(connection)
    if (known === connection || (known instanceof Set && known.size === 0)) this.users.delete(userId)
    for (const topic of connection.looped ?? []) this.unsubscribe(connection, topic)
  }

  /** The connection of a user that was silent longest, if the user has more than so many. */
  surplus(userId: UserId, most: number): Subscriber | undefined {
    const known = this.users.get(userId)
    if (!(known instanceof Set) || known.size <= most) return undefined
    let oldest: Subscriber | undefined
    for (const connection of known) if (!oldest || connection.heardAt < oldest.heardAt) oldest = connection
    return oldest
  }

  subscribe(connection: Subscriber, topic: string): void {
    this.bus.want(topic)
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
    return this.loops.has(topic) || (this.native?.count(topic) ?? 0) > 0
  }

  /** Of a chat, somebody hears all of it or its heads. */
  wants(kind: 'chat' | 'user', id: string): boolean {
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

/** In the order of what is published: natively published frames that are still to go out go before this one. */
const send = (connection: Subscriber, frame: string): void => {
  if (connection.peer.subscribe) connection.peer.send(frame)
  else connection.push(frame)
}
