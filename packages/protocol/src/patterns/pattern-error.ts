/**
 * Why a pattern isn't accepted. `syntax`: a mistake. `unsupported`: something that can't be matched in linear time, or isn't known.
 * `too_complex`: its automaton would be too large. `matches_all`: it finds the empty text, and so every message.
 */
export type PatternProblem = 'syntax' | 'unsupported' | 'too_complex' | 'matches_all'

/** The refusal of a pattern. */
export class PatternError extends Error {
  constructor(
    readonly problem: PatternProblem,
    /** The character with the mistake, counted from 1; undefined when the whole pattern is concerned. */
    readonly at?: number,
  ) {
    super(problem)
  }
}
