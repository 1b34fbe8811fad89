import type { ChatId, UserId } from '@parley/protocol'

/** Names on the bus and of what connections subscribe to. */
export const topics = {
  /** Full deltas of a chat: its members, or the watchers of a channel or large group. */
  chat: (id: ChatId): string => `chat:${id}`,
  /** `chat.head` of a channel or large group. */
  head: (id: ChatId): string => `head:${id}`,
  user: (id: UserId): string => `user:${id}`,
} as const
