import type { Handlers } from '../lib/handlers'
import type { ChatDeltas } from '../sync/chat-deltas'
import type { Chats } from './chats'
import type { ReadCursors } from './read-cursors'

export interface ChatHandlersOptions {
  readonly chats: Chats
  readonly cursors: ReadCursors
  readonly deltas: ChatDeltas
}

export const chatHandlers = ({ chats, cursors, deltas }: ChatHandlersOptions): Handlers<'chats'> => ({
  direct: (caller, { userId }) => chats.direct(caller, userId),
  markRead: (caller, { chatId, seq }) => cursors.markRead(caller, chatId, seq),
  reads: async (caller, { chatIds }) => ({ chats: await cursors.reads(caller, chatIds) }),
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
