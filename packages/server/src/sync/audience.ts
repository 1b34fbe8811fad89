import type { ChatId, SessionId, UserId } from '@parley/protocol'

/** Everybody connected to this node. */
export interface Audience {
  /** Whether nobody is signed in on any connection. */
  readonly isEmpty: boolean
  publish(topic: string, frame: string): void
  /** Calls back before a connection subscribes to a topic. */
  beforeSubscription(run: (topic: string) => void): void
  hasSubscribers(topic: string): boolean
  /** Whether anybody here hears what is said about a chat or user. */
  wants(kind: 'chat' | 'user', id: string): boolean
  /** Subscribes every connection of these users; of a large chat to its heads only. */
  join(userIds: readonly UserId[], chatId: ChatId, size: 'large' | 'small'): void
  leave(userIds: readonly UserId[], chatId: ChatId): void
  /** Closes connections whose session ended. */
  end(userId: UserId, sessionIds: readonly SessionId[] | undefined, reason: 'sessionEnded' | 'accountDisabled'): void
}

/** What this node remembers and must forget when something changed elsewhere. */
export interface Memory {
  /** Who may do what in a chat. */
  forgetAccess(chatId: ChatId): void
  /** A user's sessions. */
  forgetSessions(userId: UserId): void
  /** How a user shows themselves; `origin` is where it was changed. */
  presenceMoved(userId: UserId, origin: 'here' | 'elsewhere'): void
}
