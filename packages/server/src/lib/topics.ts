import type { ChatId, UserId } from '@parley/protocol'

const user = 'user:'

/** Names on the bus and of what connections subscribe to. */
export const topics = {
  /** Full deltas of a chat: its members, or the watchers of a channel or large group. */
  chat: (id: ChatId): string => `chat:${id}`,
  /** `chat.head` of a channel or large group. */
  head: (id: ChatId): string => `head:${id}`,
  user: (id: UserId): string => `${user}${id}`,
} as const

/** Whose topic it is, where it is one of a user. */
export const userOf = (topic: string): UserId | undefined =>
  topic.startsWith(user) ? (topic.slice(user.length) as UserId) : undefined
