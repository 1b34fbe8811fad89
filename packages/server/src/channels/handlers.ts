import type { Handlers } from '../lib/handlers'
import type { Channels } from './channels'

export const channelHandlers = (channels: Channels): Handlers<'channels'> => ({
  setOpen: (_caller, { chatId, open }) => channels.setOpen(chatId, open ? 'open' : 'closed'),
})
