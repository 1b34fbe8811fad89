import type { Handlers } from '../lib/handlers'
import type { Friends } from './friends'

export const friendsHandlers = (friends: Friends): Handlers<'friends'> => ({
  request: (caller, input) => friends.request(caller, input),
  answer: (caller, input) => friends.answer(caller, input),
  remark: (caller, input) => friends.remark(caller, input),
  remove: (caller, input) => friends.remove(caller, input),
  block: (caller, { userId }) => friends.block(caller, userId),
  unblock: (caller, { userId }) => friends.unblock(caller, userId),
})
