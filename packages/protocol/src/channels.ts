import { z } from 'zod'
import { domain, method } from './contract'
import { Chat, chatId } from './rows'

export const channels = domain({
  setOpen: method({
    doc: 'Opens or closes a channel for writing; reading always works. Takes effect at once for everybody.',
    auth: 'admin',
    rate: 'write',
    input: z.object({ chatId, open: z.boolean() }),
    output: Chat,
    errors: ['not_found'],
  }),
})
