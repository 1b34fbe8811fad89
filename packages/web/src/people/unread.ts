import { limits } from '@parley/protocol/limits'
import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** Whether a chat is silent. */
export const isMuted = ({ state }: Pick<ChatEntry, 'state'>, nowMs: number): boolean => (state?.mutedUntil ?? 0) > nowMs

/** Unread messages, or an unread mark set by the user. */
export const isUnread = ({ unread, state }: ChatEntry): boolean => unread > 0 || state?.markedUnread === true

/** The number of unread messages outside silent and archived chats. */
export const unreadTotal = ({ chats }: ClientState, nowMs: number): number => {
  let total = 0
  for (const entry of chats.values())
    if (!isMuted(entry, nowMs) && entry.state?.archivedAt === undefined) total += entry.unread
  return total
}

/** A count as badges show it. Counting stops at the limit, which then means "or more". */
export const unreadText = (unread: number): string =>
  unread >= limits.unreadMax ? `${limits.unreadMax - 1}+` : String(unread)
