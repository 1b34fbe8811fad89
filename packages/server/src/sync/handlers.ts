import type { Handlers } from '../lib/handlers'
import type { ChatDeltas } from './chat-deltas'
import type { Pull } from './pull'

export const syncHandlers = (pull: Pull): Handlers<'sync'> => ({
  pull: (caller, input) => pull.pullChanges(caller, input),
})

export const chatsChangesHandlers = (deltas: ChatDeltas): Pick<Handlers<'chats'>, 'changes'> => ({
  changes: (caller, { chatId, since }) => deltas.readChanges(caller, chatId, since),
})
