import type { Mentions, Message, UserId } from '@parley/protocol'

/** Stands among the ids for everybody. */
const EVERYBODY = '*'

/** Whom a message names, as its row holds it: a JSON list of ids; null for nobody. */
export const storedMentions = ({ mentions, mentionsAll }: Mentions): string | null =>
  mentions || mentionsAll ? JSON.stringify([...(mentionsAll ? [EVERYBODY] : []), ...(mentions ?? [])]) : null

/** The same as the wire shows it. */
export const mentionsFromStored = (stored: string | null): Pick<Message, 'mentions' | 'mentionsAll'> => {
  if (stored === null) return {}
  const names = JSON.parse(stored) as string[]
  const mentions = names.filter((name): name is UserId => name !== EVERYBODY)
  const all = mentions.length < names.length
  return { ...(mentions.length > 0 ? { mentions } : {}), ...(all ? { mentionsAll: true } : {}) }
}

/** What a row that names somebody, or everybody, is `like` in SQL. */
export const namesLike = (userId: UserId): string => `%"${userId}"%`
export const namesAllLike = `%"${EVERYBODY}"%`
