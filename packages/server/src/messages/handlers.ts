import type { Handlers } from '../lib/handlers'
import type { Messages } from './messages'

export const messageHandlers = (messages: Messages): Handlers<'messages'> => ({
  send: (caller, input) => messages.send(caller, input),
  list: (caller, input) => messages.list(caller, input),
})
