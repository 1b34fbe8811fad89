import type { ChatId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'

interface StepInput {
  /** The chats in the order of the list. */
  readonly shown: readonly ChatId[]
  readonly open: ChatId | undefined
  readonly step: 1 | -1
  readonly isWanted: (id: ChatId) => boolean
}

/**
 * The next wanted chat down (1) or up (-1) the list from the open one. The search wraps around and checks the open chat
 * last. Without an open chat, down begins with the first and up with the last.
 */
export const chatAfter = ({ shown, open, step, isWanted }: StepInput): ChatId | undefined => {
  const at = open ? shown.indexOf(open) : -1
  const from = at === -1 && step === -1 ? 0 : at
  const around = shown.map((_, passed) => shown.at((from + step * (passed + 1)) % shown.length))
  return around.find((id): id is ChatId => id !== undefined && isWanted(id))
}

/** The pinned chats in the order of the visible list. */
export const pinnedInList = ({ chats, order }: ClientState, shown: readonly ChatId[]): readonly ChatId[] =>
  order.filter((id) => chats.get(id)?.state?.pinnedAt !== undefined).sort((a, b) => shown.indexOf(a) - shown.indexOf(b))
