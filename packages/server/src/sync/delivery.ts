import type { ChatDelta, ChatId, UserId } from '@parley/protocol'
import type { Bus, BusEvent, BusMessage } from '../bus/bus'
import type { Clock } from '../lib/clock'
import { notification, nudge } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Audience, Memory } from './audience'
import { EndedWatch } from './ended-watch'
import type { ChatFeed, EndedSession, Moved, Place } from './feed'
import { GatheredChanges } from './gathered-changes'
import { Heads } from './heads'
import { isHiddenFromSome } from './hidden'
import { SampledSigns } from './sampled-signs'
import { Sweep, type SweepOptions } from './sweep'

type ChatMessage = Extract<BusMessage, { kind: 'chat' }>
type UserMessage = Extract<BusMessage, { kind: 'user' }>

interface ServedChat {
  /** The last rev that was published here. */
  rev: number
  /** Set while a hole is being filled: what came meanwhile. */
  waiting: ChatMessage[] | undefined
}

export interface DeliveryOptions extends Pick<SweepOptions, 'elapsed' | 'onSwept'> {
  readonly bus: Bus
  readonly audience: Audience
  readonly feed: ChatFeed
  readonly memory: Memory
  readonly clock: Clock
  /** Epoch milliseconds on the database's clock. */
  readonly databaseNow: () => number
  /** Whether other nodes may do things that this one does not hear of. */
  readonly company: 'alone' | 'others'
  readonly onError: (error: unknown) => void
}

/** After topics were added: until then what was said by others may not have been routed here. */
const WIDENED_SWEEP_MS = 2_000
/** How often a place in a chat is read again because the chat moved meanwhile. */
const PLACE_READS_MAX = 5
/** Chats that a sweep begins to serve with one query. */
const BEGIN_CHATS = 500

/**
 * Publishes to this node's own connections in the order of rev: a hole is filled from the database before anything later
 * goes out, and a sweep finds what the bus lost. The bus is the fast way, the database the truth, the sweep the guarantee.
 */
export class Delivery {
  private readonly served = new Map<ChatId, ServedChat>()
  /** Up to which rev connected users have missed nothing that was published. */
  private readonly userRevs = new Map<UserId, number>()
  private readonly heads: Heads
  private readonly gathered: GatheredChanges
  private readonly signs: SampledSigns
  private readonly sweeper: Sweep
  private readonly endedWatch: EndedWatch | undefined
  private stopListening: (() => void) | undefined
  private stopped = false
  /** After the end the database is closed, and reads that were under way fail. */
  private readonly onError = (error: unknown): void => {
    if (!this.stopped) this.options.onError(error)
  }

  constructor(private readonly options: DeliveryOptions) {
    const { audience, clock, company, databaseNow, feed, elapsed, onSwept } = options
    const { onError } = this
    const publish = (topic: string, frame: string) => audience.publish(topic, frame)
    this.gathered = new GatheredChanges({ clock, publish })
    this.signs = new SampledSigns({ clock, publish })
    this.heads = new Heads({
      ...{ clock, onError, publish },
      read: (chatId) => feed.head(chatId),
    })
    this.sweeper = new Sweep({
      ...{ clock, databaseNow, onError, elapsed, onSwept },
      // Whoever signs in from now on pulls what happened before.
      movedSince: (minute) => (audience.isEmpty ? feed.movedForNobody(minute) : feed.movedSince(minute)),
      apply: (moved) => this.catchUp(moved),
    })
    if (company === 'others')
      this.endedWatch = new EndedWatch({
        ...{ clock, databaseNow, elapsed, onError },
        endedSince: (sinceMs) => feed.endedSince(sinceMs),
        end: (session) => this.endSession(session),
      })
  }

  start(): void {
    this.sweeper.start()
    this.endedWatch?.start()
    this.options.audience.beforeSubscription((topic) => this.gathered.flush(topic))
    this.stopListening = this.options.bus.listen({
      message: (message, origin) => this.receive(message, origin),
      wants: (kind, id) => this.options.audience.wants(kind, id),
      event: (event) => this.busChanged(event),
    })
  }

  stop(): void {
    this.stopped = true
    this.stopListening?.()
    this.heads.stop()
    this.gathered.stop()
    this.sweeper.stop()
    this.endedWatch?.stop()
    this.served.clear()
    this.userRevs.clear()
  }

  /** Milliseconds since the last sweep that succeeded. */
  get sweepLagMs(): number {
    return this.sweeper.lagMs
  }

  /** Whether everything is known here that ended a session more than a second ago. */
  get knowsEnded(): boolean {
    return this.endedWatch?.isCertain ?? true
  }

  /** Asks the database soon what this node may have missed, as when another node is gone. */
  sweepSoon(delayMs: number): void {
    this.sweeper.soon(delayMs)
  }

  private busChanged(event: BusEvent): void {
    if (event === 'up') this.sweeper.soon(0)
    else if (event === 'widened') this.sweeper.soon(WIDENED_SWEEP_MS)
  }

  /** Publishes what moved and was not published here. */
  private async catchUp({ chats, users, ended }: Moved): Promise<void> {
    for (const session of ended) this.endSession(session)
    for (const { userId, rev } of users) await this.catchUpUser(userId, rev)
    for (let at = 0; at < chats.length; at += BEGIN_CHATS) await this.catchUpChats(chats.slice(at, at + BEGIN_CHATS))
    for (const chatId of this.served.keys()) if (!this.isServed(chatId)) this.forget(chatId)
    for (const userId of this.userRevs.keys()) if (!this.isHere(userId)) this.userRevs.delete(userId)
  }

  private endSession({ userId, sessionId, reason }: EndedSession): void {
    this.options.memory.forgetSessions(userId)
    this.options.audience.end(userId, [sessionId], reason)
  }

  private async catchUpChats(moved: Moved['chats']): Promise<void> {
    const here = moved.filter(({ chatId }) => this.isServed(chatId))
    const fresh = here.filter(({ chatId }) => !this.served.has(chatId))
    await this.begin(fresh)
    // Without a baseline an empty delta makes those ask who are behind, and is the baseline from then on.
    for (const { chatId, rev } of fresh) this.options.audience.publish(topics.chat(chatId), nudge(chatId, rev))
    for (const { chatId, rev, large } of here) {
      const served = this.served.get(chatId)
      if (served && served.rev < rev && !served.waiting) await this.fill(chatId, served, large)
    }
  }

  /** A user who may have missed a delta: in their chats again, and told by an empty one, so that devices that are behind ask. */
  private async catchUpUser(userId: UserId, rev: number): Promise<void> {
    if (!this.isHere(userId) || (this.userRevs.get(userId) ?? 0) >= rev) return
    if (this.options.company === 'others')
      // Not served from here on: who is behind hears so when the sweep looks at the chats.
      for (const place of await this.options.feed.placesOf(userId))
        if (!this.joinAt(place.chatId, userId, place)) await this.joinOne(place.chatId, userId)
    this.userRevs.set(userId, rev)
    this.options.memory.presenceMoved(userId, 'elsewhere')
    this.options.audience.publish(topics.user(userId), notification('user.delta', { from: rev, rev }))
  }

  private isHere(userId: UserId): boolean {
    return this.options.audience.hasSubscribers(topics.user(userId))
  }

  private forget(chatId: ChatId): void {
    this.served.delete(chatId)
    this.heads.forget(chatId)
  }

  private isServed(chatId: ChatId): boolean {
    const { audience } = this.options
    return audience.hasSubscribers(topics.chat(chatId)) || audience.hasSubscribers(topics.head(chatId))
  }

  private receive(message: BusMessage, origin: 'here' | 'elsewhere'): void {
    const { audience, memory } = this.options
    if (message.kind === 'chat') {
      if (message.access) memory.forgetAccess(message.chatId)
      this.receiveChat(message)
    } else if (message.kind === 'user') {
      if (message.presence) memory.presenceMoved(message.userId, origin)
      if (origin === 'elsewhere' && message.joins) void this.joinFirst(message, message.joins)
      else this.publishUser(message)
    } else if (message.kind === 'ephemeral')
      (message.sampled ? this.signs : audience).publish(message.topic, message.frame)
    else if (message.kind === 'ended') {
      memory.forgetSessions(message.userId)
      audience.end(message.userId, message.sessionIds, message.reason)
    }
  }

  private publishUser({ userId, rev, frame }: UserMessage): void {
    if (!this.isHere(userId)) return
    const known = this.userRevs.get(userId) ?? 0
    // Beyond a hole something may have been missed that subscribes: the sweep looks.
    if (this.options.company === 'alone' ? rev > known : rev === known + 1) this.userRevs.set(userId, rev)
    this.options.audience.publish(topics.user(userId), frame)
  }

  /** Somebody was added to chats that nobody here was in: subscribed before they hear of it, if they still belong to it. */
  private async joinFirst(message: UserMessage, chatIds: readonly ChatId[]): Promise<void> {
    if (!this.isHere(message.userId)) return
    try {
      for (const chatId of chatIds) await this.joinOne(chatId, message.userId)
    } catch (error) {
      // Left to the sweep, which subscribes and tells.
      this.onError(error)
      return
    }
    this.publishUser(message)
  }

  private async joinOne(chatId: ChatId, userId: UserId): Promise<void> {
    for (let read = 0; read < PLACE_READS_MAX; read++) {
      const place = await this.options.feed.placeOf(chatId, userId)
      if (!place?.member) return
      if (!this.joinAt(chatId, userId, place)) continue
      if (!this.served.has(chatId) && this.isServed(chatId)) this.served.set(chatId, newlyServed(place.rev))
      return
    }
  }

  /** Subscribes in the turn in which what was read about a place still holds: a going that comes later is heard here. */
  private joinAt(chatId: ChatId, userId: UserId, { rev, large }: Place): boolean {
    const served = this.served.get(chatId)
    if (served && (served.waiting || served.rev > rev)) return false
    this.options.audience.join([userId], chatId, large ? 'large' : 'small')
    return true
  }

  /**
   * Serves chats, each from a rev on. What was said before may have gone past this node, also that somebody left: who did is
   * unsubscribed before anything goes out. Who left after that rev hears of it with what is yet to be published.
   */
  private async begin(chats: readonly { readonly chatId: ChatId; readonly rev: number }[]): Promise<void> {
    if (chats.length === 0) return
    const { audience, company, feed } = this.options
    const begun = chats.map(({ chatId, rev }) => [chatId, newlyServed(rev)] as const)
    for (const [chatId, served] of begun) this.served.set(chatId, served)
    if (company === 'alone') return
    for (const [, served] of begun) served.waiting = []
    try {
      for (const [chatId, left] of await feed.leftBy(chats)) audience.leave(left, chatId)
    } catch (error) {
      // Without knowing who may hear them, nobody does: the sweep begins again.
      for (const [chatId] of begun) this.served.delete(chatId)
      throw error
    }
    for (const [, served] of begun) this.receiveWaiting(served)
  }

  private receiveChat(message: ChatMessage): void {
    if (message.again) {
      this.gathered.publish(topics.chat(message.chatId), message)
      return
    }
    const served = this.served.get(message.chatId)
    if (!served) {
      // Who joins may be the first here that the chat is served for.
      this.subscribe(message)
      if (this.isServed(message.chatId)) {
        void this.begin([{ chatId: message.chatId, rev: message.from }]).catch(this.onError)
        this.receiveChat(message)
      }
      return
    }
    if (served.waiting) served.waiting.push(message)
    else if (message.from > served.rev) {
      served.waiting = [message]
      void this.fill(message.chatId, served, message.large).catch(this.onError)
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
      this.gathered.publish(topics.chat(message.chatId), message)
      served.rev = message.rev
      if (message.large) this.heads.announce(message.chatId, message)
    }
    if (message.left) audience.leave(message.left, message.chatId)
  }

  /** Reads what is missing with one query, publishes it, then what waited. What cannot be read is left to the sweep. */
  private async fill(chatId: ChatId, served: ServedChat, large: boolean): Promise<void> {
    served.waiting ??= []
    try {
      const delta = await this.options.feed.changesSince(chatId, served.rev)
      if (delta && delta.rev > served.rev) this.publishDelta(served, delta, large ? 'large' : 'small')
    } catch (error) {
      this.served.delete(chatId)
      throw error
    }
    this.receiveWaiting(served)
  }

  private publishDelta(served: ServedChat, delta: ChatDelta, size: 'large' | 'small'): void {
    const { chatId, from, rev, members = [] } = delta
    if (members.length > 0 || delta.chat) this.options.memory.forgetAccess(chatId)
    const left = members.filter(({ leftSeq }) => leftSeq !== undefined).map(({ userId }) => userId)
    const joined = members.filter(({ leftSeq }) => leftSeq === undefined).map(({ userId }) => userId)
    const frame = isHiddenFromSome(delta) ? nudge(chatId, rev) : notification('chat.delta', delta)
    const seq = delta.messages?.at(-1)?.seq ?? 0
    this.publish(served, { kind: 'chat', chatId, from, rev, seq, large: size === 'large', frame, joined, left })
  }

  /** What came while something was read, in the order of revs: it may have come from several nodes, and leave holes of its own. */
  private receiveWaiting(served: ServedChat): void {
    const waiting = (served.waiting ?? []).sort((a, b) => a.rev - b.rev)
    served.waiting = undefined
    for (const message of waiting) this.receiveChat(message)
  }
}

const newlyServed = (rev: number): ServedChat => ({ rev, waiting: undefined })
