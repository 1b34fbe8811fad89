import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ChatEntry } from '@parley/sdk/api'
import { groupEnd } from '../groups/group-role'
import { isMuted, isUnread } from '../people/unread'

/** The actions on a chat of the list. */
export type ChatAct =
  | ('pin' | 'unpin' | 'moveUp' | 'moveDown' | 'markRead' | 'markUnread' | 'unmute')
  | ('mute' | 'info' | 'archive' | 'unarchive' | 'clear' | 'leave')

/** Whether the viewer is a member who can leave. Owners of groups must transfer or dissolve them. */
const mayLeave = ({ chat, role }: ChatEntry): boolean => {
  if (role === undefined || chat.id === WORLD_CHAT_ID || chat.kind === 'direct') return false
  return chat.kind === 'channel' || groupEnd({ role, dissolved: chat.dissolvedAt !== undefined }) === 'leave'
}

/**
 * The entries of a chat's menu, in order.
 * @param place the chat's position among the pinned ones (-1 if it isn't pinned), and the number of pinned chats
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
    ...(isMuted(entry, nowMs) ? (['unmute'] as const) : (['mute'] as const)),
    'info',
    entry.state?.archivedAt === undefined ? 'archive' : 'unarchive',
    'clear',
    ...(mayLeave(entry) ? (['leave'] as const) : []),
  ]
}
