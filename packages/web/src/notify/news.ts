import type { ChatDelta, Message, UserId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import type { NotifySettings } from './notify-settings'

/** The state of the page from the user's perspective. */
export interface Looking {
  /** The page is visible and focused. */
  readonly here: boolean
  /** The chat on screen. */
  readonly openChat: string | undefined
}

/** Whether a message mentions the user by name, not just as part of everyone. */
const isNamed = ({ mentions }: Message, me: UserId | undefined): boolean =>
  me !== undefined && (mentions?.includes(me) ?? false)

/**
 * The newest message of a delta that is news: from another user, new and unread. Messages that mention the viewer come
 * first. A restored message was there before, so it is no news.
 * @param head the highest seq that was known of the chat before
 */
export const newsOf = (state: ClientState, { chatId, messages = [] }: ChatDelta, head: number): Message | undefined => {
  const entry = state.chats.get(chatId)
  const me = state.me?.id
  const isNews = (row: Message) =>
    row.countable &&
    row.senderId !== me &&
    row.editedAt === undefined &&
    row.retractedAt === undefined &&
    row.seq > Math.max(head, entry?.state?.readSeq ?? 0)
  return entry && (messages.findLast((row) => isNews(row) && isNamed(row, me)) ?? messages.findLast(isNews))
}

/**
 * The reaction to a message: none for the chat on screen, in silent chats, and with "do not disturb". Mentions also
 * notify in silent chats and the world chat, unless the chat is archived or the sender is blocked.
 */
export const reactionTo = (
  message: Message,
  {
    state,
    settings,
    looking,
    nowMs,
  }: {
    readonly state: ClientState
    readonly settings: NotifySettings
    readonly looking: Looking
    readonly nowMs: number
  },
): { readonly sound: boolean; readonly desktop: boolean } => {
  const { chatId, senderId } = message
  const { mutedUntil = 0, archivedAt } = state.chats.get(chatId)?.state ?? {}
  const blocked = state.friends.get(senderId)?.blockedAt !== undefined
  const named = isNamed(message, state.me?.id) && archivedAt === undefined && !blocked
  const silenced = mutedUntil > nowMs && !named
  const { status, until = Number.POSITIVE_INFINITY } = state.preferences ?? {}
  const busy = status === 'dnd' && until > nowMs
  const seen = looking.here && looking.openChat === chatId
  if (silenced || busy || seen) return { sound: false, desktop: false }
  const inWorld = chatId === WORLD_CHAT_ID && !named
  const loud = !inWorld || settings.worldSound
  return {
    sound: settings.sound !== 'off' && loud,
    desktop: settings.desktop && !looking.here && !inWorld,
  }
}
