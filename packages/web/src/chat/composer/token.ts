/** A word being written that needs suggestions. */
export interface Token {
  readonly sign: ':' | '@'
  /** The text after the sign. */
  readonly query: string
  /** The start of the word in the text, including the sign. */
  readonly from: number
  readonly to: number
}

/** Shorter ones are smileys, times and ends of sentences. */
const shortestEmoji = 2
const emoji = /(?:^|[\s("'「（]):([\p{L}\p{N}_+-]{0,32})$/u
/** Not within an email address, which has a Latin letter or digit before the `@`. */
const person = /(?:^|[^\w.@])@([\p{L}\p{N}_.-]{0,32})$/u

/** The word before the caret, if it needs suggestions. */
export const tokenAt = (text: string, caret: number): Token | undefined => {
  const before = text.slice(Math.max(0, caret - 40), caret)
  const named = person.exec(before)
  const query = (named ?? emoji.exec(before))?.[1]
  if (query === undefined || (!named && query.length < shortestEmoji)) return undefined
  return { sign: named ? '@' : ':', query, from: caret - query.length - 1, to: caret }
}

interface Written {
  readonly text: string
  readonly caret: number
  /** Whether mentions are possible here. Direct chats have none. */
  readonly namesPeople: boolean
  /** The start of the word whose suggestions were closed. */
  readonly closedAt: number | undefined
}

/** The word that needs suggestions now. A word whose suggestions were closed gets none until another word begins. */
export const suggestedToken = ({ text, caret, namesPeople, closedAt }: Written): Token | undefined => {
  const token = tokenAt(text, caret)
  if (!token || (token.sign === '@' && !namesPeople)) return undefined
  return token.from === closedAt ? undefined : token
}
