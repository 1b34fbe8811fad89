import { z } from 'zod'
import { domain, method } from './contract'
import { ChatDelta, UserDelta } from './deltas'
import { limits } from './limits'
import { chatId, rev } from './rows'

export const sync = domain({
  pull: method({
    doc: 'Everything that changed since the revs a client holds, newest chats first. Chats without a change are left out; repeat while `more`, with the revs then held.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      /** The user rev held; 0 for none. */
      user: rev.default(0),
      /** The rev held of each chat. */
      chats: z
        .record(chatId as unknown as z.ZodString, rev)
        .refine((held) => Object.keys(held).length <= limits.syncChats, {
          error: `at most ${limits.syncChats} chats a call`,
        })
        .default({}),
      /** Also bring chats that were not named. */
      last: z.boolean().default(true),
    }),
    output: z.object({ epoch: z.string(), user: UserDelta.optional(), chats: z.array(ChatDelta), more: z.boolean() }),
    errors: [],
  }),
})
