import { type Token, tokenAt } from './token'

interface Written {
  readonly text: string
  readonly caret: number
  /** Somebody can be named here: not between two people. */
  readonly namesPeople: boolean
  /** Where the word began whose suggestions were closed. */
  readonly closedAt: number | undefined
}

/** The word that asks for suggestions now. One that was closed asks no more until another one begins. */
export const suggestedToken = ({ text, caret, namesPeople, closedAt }: Written): Token | undefined => {
  const token = tokenAt(text, caret)
  if (!token || (token.sign === '@' && !namesPeople)) return undefined
  return token.from === closedAt ? undefined : token
}
