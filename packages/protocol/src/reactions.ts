import { z } from 'zod'
import { domain, method } from './contract'
import { emoji, MyReaction, Reactions } from './reaction-rows'
import { chatId, messageId, User, userId } from './rows'
import { writeErrors } from './write-errors'

/** Reacting to messages. */
export const reactions = domain({
  react: method({
    doc: 'Reacts to a message with an emoji, or takes that back; doing it again changes nothing. At most `limits.reactionsOfOne` emojis of one person and `limits.reactionsOfMessage` different ones on a message. Reactions to one message that come within `limits.reactionIntervalMs` are stored together, so that its answer may take that long.',
    auth: 'user',
    rate: 'write',
    input: z.object({ chatId, id: messageId, emoji, on: z.boolean() }),
    output: z.object({ reactions: Reactions, mine: MyReaction }),
    errors: [...writeErrors, 'retracted', 'too_many_reactions'],
  }),
  reactors: method({
    doc: 'Who reacted to a message, in the order in which they signed up, a page at a time, with all of their emojis; with `emoji` those who reacted so. Pass the last id of a page as `after` for the next one. `reactions` counts them. For whoever is in the chat and may see the message.',
    auth: 'user',
    rate: 'read',
    input: z.object({
      chatId,
      id: messageId,
      emoji: emoji.optional(),
      /** Those before this person are left out. */
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
