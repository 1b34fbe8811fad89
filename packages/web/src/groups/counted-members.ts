import type { ChatId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { ChatEntry, ClientState } from '@parley/sdk/api'

/** The number of members in the server's last response, and the number that the client held then. */
export interface CountedMembers {
  readonly total: number
  readonly held: number
}

/** The number of current members that the client holds. */
export const heldCount = (entry: ChatEntry | undefined): number =>
  [...(entry?.members.values() ?? [])].filter(({ leftSeq }) => leftSeq === undefined).length

/** Whether the client must request the member count, since it holds too few members, and is able to. */
export const needsMemberCount = ({ chats, connection }: ClientState, chatId: ChatId): boolean => {
  const entry = chats.get(chatId)
  const isLarge = (entry?.members.size ?? 0) >= limits.membersPage
  return isLarge && entry?.chat.kind === 'group' && entry.canRead && connection.phase === 'live'
}

/**
 * The number of members of a group, including those who joined or left since the last response. Undefined until it is
 * known.
 */
export const memberCount = (entry: ChatEntry | undefined, counted: CountedMembers | undefined): number | undefined => {
  if (!entry?.membersKnown) return undefined
  const held = heldCount(entry)
  return counted ? Math.max(held, counted.total + held - counted.held) : held
}
