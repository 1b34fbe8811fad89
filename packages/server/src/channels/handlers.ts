import type { Handlers } from '../lib/handlers'
import type { Channels } from './channels'

export const channelsHandlers = (channels: Channels): Handlers<'channels'> => ({
  list: (caller, input) => channels.list(caller, input),
  create: (caller, input) => channels.create(caller, input),
  update: (caller, input) => channels.update(caller, input),
  join: (caller, { chatId }) => channels.join(caller, chatId),
  leave: (caller, { chatId }) => channels.leave(caller, chatId),
  setOpen: (caller, { chatId, open }) => channels.setOpen(caller, chatId, open ? 'open' : 'closed'),
  mute: (caller, input) => channels.mute(caller, input),
})
