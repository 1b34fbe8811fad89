import type { ChatId, SessionId, UserId } from '@parley/protocol'

/** All connections of this node. */
export interface Audience {
  /** Whether no connection is signed in. */
  readonly isEmpty: boolean
  publish(topic: string, frame: string): void
  /** Calls back before a connection subscribes to a topic. */
  beforeSubscription(run: (topic: string) => void): void
  hasSubscribers(topic: string): boolean
  /** Whether any connection subscribes to the topic of a chat or user. */
  isSubscribed(kind: 'chat' | 'user', id: string): boolean
  /** Subscribes every connection of these users; for a large chat only to its heads. */
  join(userIds: readonly UserId[], chatId: ChatId, size: 'large' | 'small'): void
  leave(userIds: readonly UserId[], chatId: ChatId): void
  /** Closes connections whose session ended. */
  end(userId: UserId, sessionIds: readonly SessionId[] | undefined, reason: 'sessionEnded' | 'accountDisabled'): void
}

/** Caches of this node that must be invalidated after a change elsewhere. */
export interface Memory {
  /** Rights in a chat. */
  forgetAccess(chatId: ChatId): void
  /** A user's sessions. */
  forgetSessions(userId: UserId): void
  /** A user's presence; `origin` is the node of the change. */
  presenceMoved(userId: UserId, origin: 'here' | 'elsewhere'): void
}
