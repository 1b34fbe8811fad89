import type { Handlers } from '../lib/handlers'
import type { ChatDeltas } from '../sync/chat-deltas'
import type { ChatStates } from './chat-states'
import type { Chats } from './chats'
import type { ReadCursors } from './read-cursors'

export interface ChatHandlersOptions {
  readonly chats: Chats
  readonly cursors: ReadCursors
  readonly states: ChatStates
  readonly deltas: ChatDeltas
}

export const chatHandlers = ({ chats, cursors, states, deltas }: ChatHandlersOptions): Handlers<'chats'> => ({
  direct: (caller, { userId }) => chats.direct(caller, userId),
  markRead: (caller, { chatId, seq }) => cursors.markRead(caller, chatId, seq),
  reads: async (caller, { chatIds }) => ({ chats: await cursors.reads(caller, chatIds) }),
  pin: (caller, input) => states.pin(caller, input),
  archive: (caller, input) => states.archive(caller, input),
  notify: (caller, input) => states.notify(caller, input),
  markUnread: (caller, input) => states.markUnread(caller, input),
  draft: (caller, input) => states.draft(caller, input),
  clear: (caller, input) => states.clear(caller, input),
  typing: async (caller, input) => {
    await chats.typing(caller, input)
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
