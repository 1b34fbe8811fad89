import type { Handlers } from '../lib/handlers'
import type { ChatPresence } from './chat-presence'
import type { Presence } from './presence'

export const presenceHandlers = (presence: Presence): Handlers<'presence'> => ({
  set: (caller, input) => presence.set(caller, input),
  watch: (caller, { userIds }) => presence.watch(caller, userIds),
  unwatch: (caller, { userIds }) => {
    presence.unwatch(caller, userIds)
    return {}
  },
  idle: (caller, { idle }) => {
    presence.setIdle(caller, idle)
    return {}
  },
})

export const chatsPresenceHandlers = (
  presence: ChatPresence,
): Pick<Handlers<'chats'>, 'online' | 'watch' | 'unwatch'> => ({
  online: (caller, { chatId }) => presence.onlineIn(caller, chatId),
  watch: (caller, { chatId }) => presence.watch(caller, chatId),
  unwatch: async (caller, { chatId }) => {
    await presence.unwatch(caller, chatId)
    return {}
  },
})
