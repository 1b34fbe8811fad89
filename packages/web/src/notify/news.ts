import type { ChatDelta, Message } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import type { ClientState } from '@parley/sdk/api'
import type { NotifySettings } from './notify-settings'

/** What the page looks like to its person. */
export interface Looking {
  /** The page is on screen and has the focus. */
  readonly here: boolean
  /** The chat on screen. */
  readonly openChat: string | undefined
}

/** The newest message of a delta that is news to somebody: from another person, new, not read yet. */
export const newsOf = (state: ClientState, { chatId, messages = [] }: ChatDelta): Message | undefined => {
  const entry = state.chats.get(chatId)
  const me = state.me?.id
  const isNews = (row: Message) =>
    row.countable &&
    row.senderId !== me &&
    row.editedAt === undefined &&
    row.retractedAt === undefined &&
    row.seq > (entry?.state?.readSeq ?? 0)
  return entry && messages.findLast(isNews)
}

/** What to do about it: nothing while it is looked at, in silenced chats, and for who wants no disturbance. */
export const reactionTo = (
  { chatId }: Message,
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
  const silenced = (state.chats.get(chatId)?.state?.mutedUntil ?? 0) > nowMs
  const { status, until = Number.POSITIVE_INFINITY } = state.preferences ?? {}
  const busy = status === 'dnd' && until > nowMs
  const seen = looking.here && looking.openChat === chatId
  if (silenced || busy || seen) return { sound: false, desktop: false }
  const loud = chatId !== WORLD_CHAT_ID || settings.worldSound
  return {
    sound: settings.sound !== 'off' && loud,
    desktop: settings.desktop && !looking.here && chatId !== WORLD_CHAT_ID,
  }
}
