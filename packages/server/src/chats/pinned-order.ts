import type { PinnedChat } from './state-store'

/**
 * The times that order pinned chats, first chat first. Each is later than that of the next chat. Returns only chats
 * whose time has to change. The moved chat takes a new time, and moves those above it no further than necessary.
 */
export const timesOfOrder = (
  order: readonly PinnedChat[],
  { movedKey, nowMs }: { readonly movedKey: number; readonly nowMs: number },
): PinnedChat[] => {
  const changed: PinnedChat[] = []
  let below = 0
  for (const chat of order.toReversed()) {
    const isMoved = chat.chatKey === movedKey
    const wanted = isMoved ? (chat === order[0] ? nowMs : 0) : chat.pinnedAt
    const pinnedAt = Math.max(wanted, below + 1)
    if (isMoved || pinnedAt !== chat.pinnedAt) changed.unshift({ ...chat, pinnedAt })
    below = pinnedAt
  }
  return changed
}
