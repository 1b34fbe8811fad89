import type { ChatId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'

const pinnedAt = ({ chats }: ClientState, chatId: ChatId): number => chats.get(chatId)?.state?.pinnedAt ?? 0

/** The pinned chats, in the order of the list. */
export const pinnedOf = (state: ClientState): readonly ChatId[] =>
  state.order.filter((chatId) => pinnedAt(state, chatId) > 0).sort((a, b) => pinnedAt(state, b) - pinnedAt(state, a))

/** Puts a chat before another pinned one, or before all without `before`. */
export interface PinMove {
  readonly chatId: ChatId
  readonly before: ChatId | undefined
}

/** The moves, in order, that pin a chat at a position among the pinned ones. */
export const movesToPlace = (pinned: readonly ChatId[], chatId: ChatId, at: number): readonly PinMove[] => {
  const others = pinned.filter((id) => id !== chatId)
  const [next, last] = [others[at], others.at(-1)]
  const first = { chatId, before: next ?? last }
  // No chat follows the last one. So the chat goes before the last one, and then the last one before the chat.
  return next || !last ? [first] : [first, { chatId: last, before: chatId }]
}

/** The move of a chat up (-1) or down by one. Undefined at the ends of the pinned chats. */
export const moveByOne = (pinned: readonly ChatId[], chatId: ChatId, step: 1 | -1): PinMove | undefined => {
  const at = pinned.indexOf(chatId)
  const other = at < 0 ? undefined : pinned[at + step]
  if (!other) return undefined
  return step === -1 ? { chatId, before: other } : { chatId: other, before: chatId }
}
