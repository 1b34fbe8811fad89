import type { Mentions, Message, UserId } from '@parley/protocol'

/** Represents everyone among the ids. */
const EVERYBODY = '*'

/** The mentions of a message in their stored form: a JSON list of ids; null for none. */
export const storedMentions = ({ mentions, mentionsAll }: Mentions): string | null =>
  mentions || mentionsAll ? JSON.stringify([...(mentionsAll ? [EVERYBODY] : []), ...(mentions ?? [])]) : null

/** The same in its wire form. */
export const mentionsFromStored = (stored: string | null): Pick<Message, 'mentions' | 'mentionsAll'> => {
  if (stored === null) return {}
  const names = JSON.parse(stored) as string[]
  const mentions = names.filter((name): name is UserId => name !== EVERYBODY)
  const all = mentions.length < names.length
  return { ...(mentions.length > 0 ? { mentions } : {}), ...(all ? { mentionsAll: true } : {}) }
}

/** The SQL `like` pattern of a row that mentions a user, or everyone. */
export const namesLike = (userId: UserId): string => `%"${userId}"%`
export const namesAllLike = `%"${EVERYBODY}"%`
