import type { ChatId, UserId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'
import { hasRight } from './rights'

/** What the viewer is in a group, and what that lets them do. */
export const groupStanding = (state: ClientState, chatId: ChatId) => {
  const entry = state.chats.get(chatId)
  const role = entry?.role
  const runs = role === 'owner' || role === 'admin'
  return {
    role,
    runs,
    dissolved: entry?.chat.dissolvedAt !== undefined,
    me: state.me?.id,
    about: entry?.chat.about,
    /** Where people ask to be let in, only those who let them in add people. */
    mayAdd: hasRight(entry, 'invite') && (runs || entry?.chat.joinPolicy !== 'approval'),
    /** Whoever has its id can come in, or ask to. */
    byId: entry?.chat.joinPolicy !== 'invite',
    mayEdit: hasRight(entry, 'edit'),
  }
}

/** How the viewer can end a group for themselves: its owner only by dissolving it. */
export const groupEnd = ({ role, dissolved }: Pick<ReturnType<typeof groupStanding>, 'role' | 'dissolved'>) => {
  if (role === undefined) return 'left'
  return role !== 'owner' || dissolved ? 'leave' : 'dissolve'
}

/** Whether the viewer runs a channel that somebody may be muted in, and whether they are. */
export const channelMute = (
  { chats, me }: ClientState,
  { chatId, userId }: { readonly chatId: ChatId; readonly userId: UserId },
  nowMs: number,
): { readonly runs: boolean; readonly muted: boolean } => {
  const entry = chats.get(chatId)
  const place = entry?.members.get(userId)
  const above = userId !== me?.id && place?.role !== 'owner'
  return {
    runs: entry?.chat.kind === 'channel' && entry.moderates && above,
    muted: (place?.mutedUntil ?? 0) > nowMs,
  }
}
