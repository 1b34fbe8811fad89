/** Reactions to messages: the rows that everyone sees, and the user's own. */
import { z } from 'zod'
import { emojiForm } from './emoji'
import { limits } from './limits'
import { chatId, messageId, rev, seq, userId } from './rows'

const oneEmoji = /^\p{RGI_Emoji}$/v

/** One emoji, made of one or more code points. The server stores it with the variation selectors that Unicode recommends. */
export const emoji = z
  .string()
  .max(limits.emojiMaxUnits)
  .overwrite(emojiForm)
  .refine((text) => oneEmoji.test(text), { error: 'must be one emoji' })

/** All reactions to one message, in the order in which each emoji came. An empty list means that there are none. */
export const Reactions = z.object({
  messageId,
  seq,
  rev,
  list: z.array(
    z.object({
      emoji: z.string(),
      count: z.int().positive(),
      /** Some of the people who used this emoji, at most `limits.reactionSample`. */
      users: z.array(userId),
    }),
  ),
})
export type Reactions = z.output<typeof Reactions>

/** One user's own reactions to a message. Private, under the user's rev. An empty list means that there are none. */
export const MyReaction = z.object({ chatId, messageId, seq, rev, emojis: z.array(z.string()) })
export type MyReaction = z.output<typeof MyReaction>
