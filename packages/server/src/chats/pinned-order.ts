import type { PinnedChat } from './state-store'

/**
 * The times that put pinned chats into an order, the first of the list first: each later than that of the next. Only chats
 * whose time has to change are answered; the one that moves takes a new time, and pushes those above it no further than it must.
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
