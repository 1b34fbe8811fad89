import type { ChatId } from '@parley/protocol'

/** Puts a chat in front of another pinned one; without `before` in front of all. */
export interface PinMove {
  readonly chatId: ChatId
  readonly before: ChatId | undefined
}

/** The moves that pin a chat at a place among the pinned ones, one after the other. */
export const movesToPlace = (pinned: readonly ChatId[], chatId: ChatId, at: number): readonly PinMove[] => {
  const others = pinned.filter((id) => id !== chatId)
  const [next, last] = [others[at], others.at(-1)]
  const first = { chatId, before: next ?? last }
  // Nothing stands behind the last one: the chat goes in front of it, and then the last one in front of the chat.
  return next || !last ? [first] : [first, { chatId: last, before: chatId }]
}

/** The move of a chat one place up (-1) or down; undefined at the end of the pinned ones. */
export const moveByOne = (pinned: readonly ChatId[], chatId: ChatId, step: 1 | -1): PinMove | undefined => {
  const at = pinned.indexOf(chatId)
  const other = at < 0 ? undefined : pinned[at + step]
  if (!other) return undefined
  return step === -1 ? { chatId, before: other } : { chatId: other, before: chatId }
}
