import { limits } from '@parley/protocol/limits'
import { Pattern } from '@parley/protocol/patterns/pattern'
import { PatternError, type PatternProblem } from '@parley/protocol/patterns/pattern-error'

/** The reason why the server would refuse a pattern. */
export interface RefusedPattern {
  readonly source: string
  readonly problem: PatternProblem
  /** The character with the mistake, counted from 1. */
  readonly at?: number | undefined
}

/** The outcomes of the last patterns. Building one takes some milliseconds, and each key press needs all of them. */
const known = new Map<string, Pattern | RefusedPattern>()
const knownMax = 4 * limits.refusedPatterns

const check = (source: string): Pattern | RefusedPattern => {
  try {
    return new Pattern(source)
  } catch (error) {
    if (!(error instanceof PatternError)) throw error
    return { source, problem: error.problem, at: error.at }
  }
}

const checked = (source: string): Pattern | RefusedPattern => {
  const outcome = known.get(source) ?? check(source)
  if (known.size >= knownMax) known.clear()
  known.set(source, outcome)
  return outcome
}

/** Whether the server takes so many patterns of this length. */
export const arePatternsTooMany = (sources: readonly string[]): boolean =>
  sources.length > limits.refusedPatterns || sources.some((source) => source.length > limits.refusedPatternMaxChars)

/** The valid ones of some patterns, and the first one that the server would refuse. */
export const checkPatterns = (
  sources: readonly string[],
): { readonly patterns: readonly Pattern[]; readonly refused: RefusedPattern | undefined } => {
  const patterns: Pattern[] = []
  let refused: RefusedPattern | undefined
  for (const source of arePatternsTooMany(sources) ? [] : sources) {
    const outcome = checked(source)
    if (outcome instanceof Pattern) patterns.push(outcome)
    else refused ??= outcome
  }
  return { patterns, refused }
}
