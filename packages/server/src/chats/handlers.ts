import type { Handlers } from '../lib/handlers'
import type { ChatDeltas } from '../sync/chat-deltas'
import type { Chats } from './chats'

export const chatHandlers = (chats: Chats, deltas: ChatDeltas): Handlers<'chats'> => ({
  direct: (caller, { userId }) => chats.direct(caller, userId),
  markRead: (caller, { chatId, seq }) => chats.markRead(caller, chatId, seq),
  typing: async (caller, { chatId }) => {
    await chats.typing(caller, chatId)
    return {}
  },
  online: (caller, { chatId }) => chats.onlineIn(caller, chatId),
  watch: (caller, { chatId }) => chats.watch(caller, chatId),
  unwatch: async (caller, { chatId }) => {
    await chats.unwatch(caller, chatId)
    return {}
  },
  changes: (caller, { chatId, since }) => deltas.changes(caller, chatId, since),
})
