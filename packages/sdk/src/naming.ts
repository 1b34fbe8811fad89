import type { Mentions, Params } from '@parley/protocol'

type Sent = Pick<Params<'messages.send'>, 'mentions' | 'mentionsAll'>

/** Whom a message names, as it goes out: nothing where it names nobody. */
export const naming = ({ mentions, mentionsAll }: Mentions): Sent => ({
  ...(mentions && mentions.length > 0 && { mentions: [...mentions] }),
  ...(mentionsAll && { mentionsAll }),
})
