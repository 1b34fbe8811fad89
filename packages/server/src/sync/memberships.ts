import type { ChatId, UserId } from '@parley/protocol'
import type { BusMessage } from '../bus/bus'
import { notification } from '../lib/notification'
import { topics } from '../lib/topics'
import type { Audience, Memory } from './audience'
import type { ChatFeed, Moved, Place } from './feed'
import type { ServedChats } from './served-chats'

type UserMessage = Extract<BusMessage, { kind: 'user' }>

export interface MembershipsOptions {
  readonly audience: Audience
  readonly memory: Pick<Memory, 'presenceMoved'>
  readonly feed: Pick<ChatFeed, 'placeOf' | 'placesOf'>
  readonly chats: ServedChats
  /** Whether other nodes may make changes without reaching this one. */
  readonly company: 'alone' | 'others'
  readonly onError: (error: unknown) => void
}

/** How often a membership is read again because the chat changed meanwhile. */
const PLACE_READS_MAX = 5

/** The deltas of connected users. A user who joins a chat is subscribed before the delta that shows it to them. */
export class Memberships {
  /** The rev up to which connected users have missed no published delta. */
  private readonly userRevs = new Map<UserId, number>()

  constructor(private readonly options: MembershipsOptions) {}

  /** Receives a delta of a user from the bus. */
  receive(message: UserMessage, origin: 'here' | 'elsewhere'): void {
    if (origin === 'elsewhere' && message.joins) void this.joinFirst(message, message.joins)
    else this.publish(message)
  }

  /** Publishes to users whose changes were not published here. */
  async catchUp(moved: Moved['users']): Promise<void> {
    for (const { userId, rev } of moved) await this.catchUpUser(userId, rev)
    for (const userId of this.userRevs.keys()) if (!this.isConnected(userId)) this.userRevs.delete(userId)
  }

  clear(): void {
    this.userRevs.clear()
  }

  private isConnected(userId: UserId): boolean {
    return this.options.audience.hasSubscribers(topics.user(userId))
  }

  private publish({ userId, rev, frame }: UserMessage): void {
    if (!this.isConnected(userId)) return
    const known = this.userRevs.get(userId) ?? 0
    // The gap may have hidden a new membership: the sweep looks for it.
    if (this.options.company === 'alone' ? rev > known : rev === known + 1) this.userRevs.set(userId, rev)
    this.options.audience.publish(topics.user(userId), frame)
  }

  /**
   * A user who may have missed a delta: subscribes their chats again, and publishes an empty delta, so that stale
   * devices resync.
   */
  private async catchUpUser(userId: UserId, rev: number): Promise<void> {
    if (!this.isConnected(userId) || (this.userRevs.get(userId) ?? 0) >= rev) return
    if (this.options.company === 'others')
      // Not served any longer: the sweep notifies stale clients when it reads the chats.
      for (const place of await this.options.feed.placesOf(userId))
        if (!this.joinAt(place.chatId, userId, place)) await this.join(place.chatId, userId)
    this.userRevs.set(userId, rev)
    this.options.memory.presenceMoved(userId, 'elsewhere')
    this.options.audience.publish(topics.user(userId), notification('user.delta', { from: rev, rev }))
  }

  /**
   * New members of chats without other members on this node: subscribes them before the delta goes out, if they still
   * belong to the chat.
   */
  private async joinFirst(message: UserMessage, chatIds: readonly ChatId[]): Promise<void> {
    if (!this.isConnected(message.userId)) return
    try {
      for (const chatId of chatIds) await this.join(chatId, message.userId)
    } catch (error) {
      // Left to the sweep, which subscribes and notifies.
      this.options.onError(error)
      return
    }
    this.publish(message)
  }

  private async join(chatId: ChatId, userId: UserId): Promise<void> {
    for (let read = 0; read < PLACE_READS_MAX; read++) {
      const place = await this.options.feed.placeOf(chatId, userId)
      if (!place?.member) return
      if (!this.joinAt(chatId, userId, place)) continue
      this.options.chats.serveFrom({ chatId, rev: place.rev })
      return
    }
  }

  /** Subscribes in the same turn in which the read membership still holds: a later removal reaches this node. */
  private joinAt(chatId: ChatId, userId: UserId, { rev, large }: Place): boolean {
    const { audience, chats } = this.options
    if (!chats.isMembershipCurrent(chatId, rev)) return false
    audience.join([userId], chatId, large ? 'large' : 'small')
    return true
  }
}
