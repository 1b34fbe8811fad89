import type { Mentions, Params } from '@parley/protocol'

type Sent = Pick<Params<'messages.send'>, 'mentions' | 'mentionsAll'>

/** The mentions of a message for the wire; empty without any. */
export const wireMentions = ({ mentions, mentionsAll }: Mentions): Sent => ({
  ...(mentions && mentions.length > 0 && { mentions: [...mentions] }),
  ...(mentionsAll && { mentionsAll }),
})
