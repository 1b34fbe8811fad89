import type { Handlers } from '../lib/handlers'
import type { Groups } from './groups'

export const groupHandlers = (groups: Groups): Handlers<'groups'> => ({
  create: (caller, input) => groups.create(caller, input),
  invite: (caller, input) => groups.invite(caller, input),
  leave: (caller, { chatId }) => groups.leave(caller, chatId),
  members: (caller, input) => groups.members(caller, input),
})
