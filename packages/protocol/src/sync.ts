import { z } from 'zod'
import { ChatDelta, UserDelta } from './deltas'
import { limits } from './limits'
import { chatId, rev } from './rows'
import { domain, method } from './specs'

export const sync = domain({
  pull: method({
    doc: 'Returns everything that changed since the revs that a client holds, newest chats first. Unchanged chats are left out. Repeat with the new revs while `more` is true. A client that holds more chats than a call can name sends `sums` first, and then names the chats in the parts that `differ`.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      /** The user rev that the client holds. 0 for none. */
      user: rev.default(0),
      /** The rev that the client holds of each chat. */
      chats: z
        .record(chatId as unknown as z.ZodString, rev)
        .refine((held) => Object.keys(held).length <= limits.syncChats, {
          error: `at most ${limits.syncChats} chats per call`,
        })
        .default({}),
      /** Whether to return chats that were not named, too. */
      last: z.boolean().default(true),
      /**
       * The sums of the revs that the client holds, one for each of the `limits.syncParts` parts. They cover the
       * world and all chats of which the user has a state. The last two hexadecimal digits of a chat's id name its
       * part.
       */
      sums: z.array(z.int().nonnegative()).length(limits.syncParts).optional(),
    }),
    output: z.object({
      epoch: z.string(),
      user: UserDelta.optional(),
      chats: z.array(ChatDelta),
      more: z.boolean(),
      /** The parts whose sums differ from the server's. Present with `sums` only. */
      differ: z.array(z.int().nonnegative()).optional(),
    }),
    errors: [],
  }),
})
