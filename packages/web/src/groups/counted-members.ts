import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** How many members a group had when the server was asked, and how many of them the client held then. */
export interface CountedMembers {
  readonly total: number
  readonly held: number
}

/** The present members that the client holds. */
export const heldCount = (entry: ChatEntry | undefined): number =>
  [...(entry?.members.values() ?? [])].filter(({ leftSeq }) => leftSeq === undefined).length

/** Whether the client holds too few members of a group to count them, and can ask the server. */
export const asksMemberCount = ({ chats, connection }: ClientState, chatId: ChatId): boolean => {
  const entry = chats.get(chatId)
  const isLarge = (entry?.members.size ?? 0) >= limits.membersPage
  return isLarge && entry?.chat.kind === 'group' && entry.canRead && connection.phase === 'live'
}

/** How many members a group has; undefined until that is known. Members who came or left since the server was asked count. */
export const memberCount = (entry: ChatEntry | undefined, counted: CountedMembers | undefined): number | undefined => {
  if (!entry?.membersKnown) return undefined
  const held = heldCount(entry)
  return counted ? Math.max(held, counted.total + held - counted.held) : held
}
