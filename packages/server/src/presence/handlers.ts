import type { Handlers } from '../lib/handlers'
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
