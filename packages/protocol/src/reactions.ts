import { z } from 'zod'
import { emoji, MyReaction, Reactions } from './reaction-rows'
import { chatId, messageId, User, userId } from './rows'
import { domain, method } from './specs'
import { writeErrors } from './write-errors'

/** Reacting to messages. */
export const reactions = domain({
  react: method({
    doc: 'Adds or removes an emoji reaction. Repeating the call changes nothing. At most `limits.reactionsOfOne` emojis of one user and `limits.reactionsOfMessage` different ones on a message. Reactions to one message within `limits.reactionIntervalMs` are stored together, so the response may take that long.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, emoji, on: z.boolean() }),
    output: z.object({ reactions: Reactions, mine: MyReaction }),
    errors: [...writeErrors, 'retracted', 'too_many_reactions'],
  }),
  reactors: method({
    doc: 'Returns who reacted to a message and with which emojis, a page at a time, in the order in which they signed up. `emoji` keeps those who used it. Pass the last id of a page as `after` for the next one. `reactions` has the counts. For people in the chat who can see the message.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      id: messageId,
      emoji: emoji.optional(),
      /** Return people after this one. */
      after: userId.optional(),
    }),
    output: z.object({
      reactions: Reactions,
      reactors: z.array(z.object({ userId, emojis: z.array(z.string()) })),
      users: z.array(User),
      more: z.boolean(),
    }),
    errors: ['not_found', 'not_a_member'],
  }),
})
