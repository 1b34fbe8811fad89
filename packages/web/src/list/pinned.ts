import type { ChatId } from '@parley/protocol'
import type { ClientState } from '@parley/sdk/api'

const pinnedAt = ({ chats }: ClientState, chatId: ChatId): number => chats.get(chatId)?.state?.pinnedAt ?? 0

/** The pinned chats, the first of the list first. */
export const pinnedOf = (state: ClientState): readonly ChatId[] =>
  state.order.filter((chatId) => pinnedAt(state, chatId) > 0).sort((a, b) => pinnedAt(state, b) - pinnedAt(state, a))
