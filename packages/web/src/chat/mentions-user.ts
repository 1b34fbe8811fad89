import type { Mentions, UserId } from '@parley/protocol'

/** Whether a message mentions the user, by name or as part of everyone. */
export const mentionsUser = ({ mentions, mentionsAll }: Mentions, userId: UserId): boolean =>
  mentionsAll === true || mentions?.includes(userId) === true
