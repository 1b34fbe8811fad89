/** A word that is being written and asks for suggestions. */
export interface Token {
  readonly sign: ':' | '@'
  /** What follows the sign. */
  readonly query: string
  /** Where it stands in the text, the sign included. */
  readonly from: number
  readonly to: number
}

/** Shorter ones are smileys, times and ends of sentences. */
const shortestEmoji = 2
const emoji = /(?:^|[\s("'「（]):([\p{L}\p{N}_+-]{0,32})$/u
/** Not within an address: there something of Latin stands before it. */
const person = /(?:^|[^\w.@])@([\p{L}\p{N}_.-]{0,32})$/u

/** The word before the caret, if it asks for suggestions. */
export const tokenAt = (text: string, caret: number): Token | undefined => {
  const before = text.slice(Math.max(0, caret - 40), caret)
  const named = person.exec(before)
  const query = (named ?? emoji.exec(before))?.[1]
  if (query === undefined || (!named && query.length < shortestEmoji)) return undefined
  return { sign: named ? '@' : ':', query, from: caret - query.length - 1, to: caret }
}
