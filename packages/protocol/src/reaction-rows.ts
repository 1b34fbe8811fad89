/** Reactions to messages: what everybody sees of them, and what only who reacted does. */
import { z } from 'zod'
import { limits } from './limits'
import { chatId, messageId, rev, seq, userId } from './rows'

const oneEmoji = /^\p{RGI_Emoji}$/v

/** One emoji, as Unicode recommends it for interchange: one sign, whatever it is made of. */
export const emoji = z
  .string()
  .max(limits.emojiMaxUnits)
  .refine((text) => oneEmoji.test(text), { error: 'must be one emoji' })

/** All reactions to one message, in the order in which each emoji came; none is an empty list. */
export const Reactions = z.object({
  messageId,
  seq,
  rev,
  list: z.array(
    z.object({
      emoji: z.string(),
      count: z.int().positive(),
      /** Some of those who reacted so, at most `limits.reactionSample`. */
      users: z.array(userId),
    }),
  ),
})
export type Reactions = z.output<typeof Reactions>

/** One user's own reactions to a message; private, under the user's rev. None any more is an empty list. */
export const MyReaction = z.object({ chatId, messageId, seq, rev, emojis: z.array(z.string()) })
export type MyReaction = z.output<typeof MyReaction>
