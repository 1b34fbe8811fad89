import type { Mentions, UserId } from '@parley/protocol'

/** Whether a message names somebody, or everybody. */
export const names = ({ mentions, mentionsAll }: Mentions, userId: UserId): boolean =>
  mentionsAll === true || mentions?.includes(userId) === true
