import { type ChatDelta, type ChatId, limits, type SessionId, type UserId } from '@parley/protocol'
import type { Bus, BusMessage } from '../bus/bus'
import { type Clock, every } from '../lib/clock'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import { minuteOf } from '../storage/schema'
import type { ChatFeed } from './feed'

/** Everybody connected to this node. */
export interface Audience {
  publish(topic: string, frame: string): void
  hasSubscribers(topic: string): boolean
  /** Subscribes every connection of these users; of a large chat to its heads only. */
  join(userIds: readonly UserId[], chatId: ChatId, size: 'large' | 'small'): void
  leave(userIds: readonly UserId[], chatId: ChatId): void
  /** Closes connections whose session ended. */
  end(userId: UserId, sessionIds: readonly SessionId[] | undefined, reason: 'sessionEnded' | 'accountDisabled'): void
}

type ChatMessage = Extract<BusMessage, { kind: 'chat' }>

interface ServedChat {
  /** The last rev that was published here. */
  rev: number
  /** Set while a hole is being filled: what came meanwhile. */
  waiting: ChatMessage[] | undefined
  headAt: number
  headTimer: boolean
}

export interface DeliveryOptions {
  readonly bus: Bus
  readonly audience: Audience
  readonly feed: ChatFeed
  readonly clock: Clock
  readonly onError: (error: unknown) => void
}

const SWEEP_MS = 10_000

/**
 * Publishes to this node's own connections in the order of rev: a hole is filled from the database before anything later
 * goes out, and a sweep finds what the bus lost. The bus is the fast way, the database the truth, the sweep the guarantee.
 */
export class Delivery {
  private readonly served = new Map<ChatId, ServedChat>()
  private readonly stops: (() => void)[] = []
  private sweptMin = 0

  constructor(private readonly options: DeliveryOptions) {}

  start(): void {
    const { bus, clock } = this.options
    this.sweptMin = minuteOf(clock.now())
    this.stops.push(bus.listen({ message: (message) => this.receive(message) }))
    this.stops.push(every(clock, SWEEP_MS, () => this.sweep()))
  }

  stop(): void {
    for (const stop of this.stops.splice(0)) stop()
    this.served.clear()
  }

  /** Asks the database which chats moved lately, and publishes what this node has not. */
  async sweep(): Promise<void> {
    const { feed, clock, audience, onError } = this.options
    try {
      const until = minuteOf(clock.now())
      // A clock that was set back makes changes that are older than the last sweep.
      const moved = await feed.movedSince(Math.min(this.sweptMin, until) - 1)
      for (const chat of moved) {
        if (!this.isServed(chat.chatId)) continue
        const served = this.served.get(chat.chatId)
        // Without a baseline an empty delta makes those ask who are behind, and is the baseline from then on.
        if (!served) {
          audience.publish(topics.chat(chat.chatId), nudge(chat.chatId, chat.rev))
          this.served.set(chat.chatId, newlyServed(chat.rev))
        } else if (served.rev < chat.rev && !served.waiting) await this.fill(chat.chatId, served, chat.large)
      }
      this.sweptMin = until
      for (const chatId of this.served.keys()) if (!this.isServed(chatId)) this.served.delete(chatId)
    } catch (error) {
      onError(error)
    }
  }

  private isServed(chatId: ChatId): boolean {
    const { audience } = this.options
    return audience.hasSubscribers(topics.chat(chatId)) || audience.hasSubscribers(topics.head(chatId))
  }

  private receive(message: BusMessage): void {
    const { audience } = this.options
    if (message.kind === 'chat') this.receiveChat(message)
    else if (message.kind === 'user') audience.publish(topics.user(message.userId), message.frame)
    else if (message.kind === 'ephemeral') audience.publish(message.topic, message.frame)
    else if (message.kind === 'ended') audience.end(message.userId, message.sessionIds, message.reason)
  }

  private receiveChat(message: ChatMessage): void {
    const { audience } = this.options
    if (message.again) {
      audience.publish(topics.chat(message.chatId), message.frame)
      return
    }
    const served = this.served.get(message.chatId)
    if (!served) {
      // Who joins may be the first here that the chat is served for.
      this.subscribe(message)
      if (this.isServed(message.chatId)) {
        this.served.set(message.chatId, newlyServed(message.from))
        this.receiveChat(message)
      }
      return
    }
    if (served.waiting) served.waiting.push(message)
    else if (message.from > served.rev) {
      served.waiting = [message]
      void this.fill(message.chatId, served, message.large).catch(this.options.onError)
    } else this.publish(served, message)
  }

  private subscribe({ joined, chatId, large }: ChatMessage): void {
    if (joined?.length) this.options.audience.join(joined, chatId, large ? 'large' : 'small')
  }

  /** Coming, frame and going happen in the order of revs, so that who left and came back is subscribed in the end. */
  private publish(served: ServedChat, message: ChatMessage): void {
    const { audience } = this.options
    this.subscribe(message)
    if (message.rev > served.rev) {
      audience.publish(topics.chat(message.chatId), message.frame)
      served.rev = message.rev
      if (message.large) this.announceHead(served, message)
    }
    if (message.left) audience.leave(message.left, message.chatId)
  }

  /** Reads what is missing with one query, publishes it, then what waited. */
  private async fill(chatId: ChatId, served: ServedChat, large: boolean): Promise<void> {
    served.waiting ??= []
    try {
      const delta = await this.options.feed.changesSince(chatId, served.rev)
      if (delta && delta.rev > served.rev) {
        const { members = [] } = delta
        const left = members.filter(({ leftSeq }) => leftSeq !== undefined).map(({ userId }) => userId)
        const joined = members.filter(({ leftSeq }) => leftSeq === undefined).map(({ userId }) => userId)
        const { from, rev } = delta
        const frame = isHiddenFromSome(delta) ? nudge(chatId, rev) : notification('chat.delta', delta)
        const seq = delta.messages?.at(-1)?.seq ?? 0
        this.publish(served, { kind: 'chat', chatId, from, rev, seq, large, frame, joined, left })
      }
    } finally {
      const waiting = served.waiting ?? []
      served.waiting = undefined
      for (const message of waiting) this.publish(served, message)
    }
  }

  /** `chat.head` at most once in `limits.headIntervalMs`, the last one always. */
  private announceHead(served: ServedChat, message: ChatMessage): void {
    const { clock, audience } = this.options
    const { chatId, seq, rev } = message
    // Never longer than the interval, also where the clock was set back.
    const waitMs = Math.min(limits.headIntervalMs, served.headAt + limits.headIntervalMs - clock.now())
    if (waitMs <= 0) {
      served.headAt = clock.now()
      audience.publish(topics.head(chatId), notification('chat.head', { chatId, seq, rev }))
    } else if (!served.headTimer) {
      served.headTimer = true
      clock.setTimeout(() => {
        served.headTimer = false
        served.headAt = clock.now()
        void this.announceNewest(chatId).catch(this.options.onError)
      }, waitMs)
    }
  }

  private async announceNewest(chatId: ChatId): Promise<void> {
    const head = await this.options.feed.head(chatId)
    if (head) this.options.audience.publish(topics.head(chatId), notification('chat.head', { chatId, ...head }))
  }
}

/** Whether somebody who came or left within a delta may not see a message of it: then everybody asks for their own. */
const isHiddenFromSome = ({ members = [], messages = [] }: ChatDelta): boolean => {
  const oldest = messages[0]?.seq ?? Number.MAX_SAFE_INTEGER
  const newest = messages.at(-1)?.seq ?? 0
  return members.some(({ visibleFrom, leftSeq }) => visibleFrom > oldest || (leftSeq ?? newest) < newest)
}
const newlyServed = (rev: number): ServedChat => ({ rev, waiting: undefined, headAt: 0, headTimer: false })
const nudge = (chatId: ChatId, rev: number): string => notification('chat.delta', { chatId, from: rev, rev })
