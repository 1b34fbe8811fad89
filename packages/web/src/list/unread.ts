import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** Whether a chat is silent. */
export const isMuted = ({ state }: ChatEntry, nowMs: number): boolean => (state?.mutedUntil ?? 0) > nowMs

/** Something to read, or marked to be read. */
export const isUnread = ({ unread, state }: ChatEntry): boolean => unread > 0 || state?.markedUnread === true

/** What is unread where nothing is muted or archived. */
export const unreadTotal = ({ chats }: ClientState, nowMs: number): number => {
  let total = 0
  for (const entry of chats.values())
    if (!isMuted(entry, nowMs) && entry.state?.archivedAt === undefined) total += entry.unread
  return total
}
