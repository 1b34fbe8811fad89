import { setImmediate as nextTurn } from 'node:timers/promises'
import { Pattern } from '@parley/protocol/patterns/pattern'
import { PatternError, type PatternProblem } from '@parley/protocol/patterns/pattern-error'
import { fail } from '../lib/fail'

const sentences: Readonly<Record<PatternProblem, string>> = {
  syntax: 'is no regular expression',
  unsupported: 'has a part that is not supported, such as a reference or a look ahead',
  too_complex: 'is too complex: use fewer or shorter repetitions',
  matches_all: 'matches every message',
}

/**
 * Builds patterns one after the other. Each takes some milliseconds, and other work goes on between them.
 * @param refuse is called for each invalid one, with its place in the list
 */
export const buildPatterns = async (
  sources: readonly string[],
  refuse: (at: number, error: PatternError) => void,
): Promise<Pattern[]> => {
  const patterns: Pattern[] = []
  for (const [at, source] of sources.entries()) {
    if (at > 0) await nextTurn()
    try {
      patterns.push(new Pattern(source))
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      refuse(at, error)
    }
  }
  return patterns
}

/** @throws Failure with `invalid_params` for the first invalid pattern */
export const requirePatterns = async (sources: readonly string[]): Promise<void> => {
  await buildPatterns(sources, (at, { problem, at: char }) => {
    const field = `patterns.${at}`
    const where = char === undefined ? '' : ` at character ${char}`
    throw fail('invalid_params', { field, message: `${field}: ${sentences[problem]}${where}` })
  })
}
