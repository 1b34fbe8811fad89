/** A word that is being written and asks for suggestions. */
export interface Token {
  readonly sign: ':'
  /** What follows the sign. */
  readonly query: string
  /** Where it stands in the text, the sign included. */
  readonly from: number
  readonly to: number
}

/** Shorter ones are smileys, times and ends of sentences. */
const shortestEmoji = 2
const written = /(?:^|[\s("'「（])(:)([\p{L}\p{N}_+-]{0,32})$/u

/** The word before the caret, if it asks for suggestions. */
export const tokenAt = (text: string, caret: number): Token | undefined => {
  const found = written.exec(text.slice(Math.max(0, caret - 40), caret))
  const [, , query = ''] = found ?? []
  if (!found || query.length < shortestEmoji) return undefined
  return { sign: ':', query, from: caret - query.length - 1, to: caret }
}
