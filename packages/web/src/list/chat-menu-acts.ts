import type { ChatEntry } from '@parley/sdk/api'
import { isMuted, isUnread } from './unread'

/** What can be done with a chat of the list. */
export type ChatAct =
  | ('pin' | 'unpin' | 'moveUp' | 'moveDown' | 'markRead' | 'markUnread' | 'unmute')
  | ('muteHour' | 'muteEightHours' | 'muteForever' | 'archive' | 'unarchive' | 'clear')

/**
 * What a chat's menu offers, in its order.
 * @param place the chat's place among the pinned ones, -1 where it isn't pinned, and how many are pinned
 */
export const chatMenuActs = (
  entry: ChatEntry,
  place: { readonly at: number; readonly count: number },
  nowMs: number,
): readonly ChatAct[] => {
  const { at, count } = place
  return [
    at === -1 ? 'pin' : 'unpin',
    ...(at > 0 ? (['moveUp'] as const) : []),
    ...(at !== -1 && at < count - 1 ? (['moveDown'] as const) : []),
    isUnread(entry) ? 'markRead' : 'markUnread',
    ...(isMuted(entry, nowMs) ? (['unmute'] as const) : (['muteHour', 'muteEightHours', 'muteForever'] as const)),
    entry.state?.archivedAt === undefined ? 'archive' : 'unarchive',
    'clear',
  ]
}
