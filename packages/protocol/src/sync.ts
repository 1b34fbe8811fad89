import { z } from 'zod'
import { domain, method } from './contract'
import { ChatDelta, UserDelta } from './deltas'
import { limits } from './limits'
import { chatId, rev } from './rows'

export const sync = domain({
  pull: method({
    doc: 'Everything that changed since the revs a client holds, newest chats first. Chats without a change are left out; repeat while `more`, with the revs then held. A client that holds more chats than a call can name sends `sums` first, and names those of the parts that `differ`.',
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
      /**
       * The sums of the revs held, of all chats that the user has a state of and the world: one for each of the `limits.syncParts`
       * parts. A chat belongs to the part that the last two hexadecimal digits of its id say.
       */
      sums: z.array(z.int().nonnegative()).length(limits.syncParts).optional(),
    }),
    output: z.object({
      epoch: z.string(),
      user: UserDelta.optional(),
      chats: z.array(ChatDelta),
      more: z.boolean(),
      /** The parts whose sum is another one here; with `sums` alone. */
      differ: z.array(z.int().nonnegative()).optional(),
    }),
    errors: [],
  }),
})
