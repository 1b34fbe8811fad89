import { z } from 'zod'
import { domain, method } from './contract'
import { emoji, MyReaction, Reactions } from './reaction-rows'
import { chatId, messageId } from './rows'
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
})
