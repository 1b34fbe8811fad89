import { isVisible, visibleText } from '@parley/protocol/visible'
/** How often and when the user visited a place. */
export interface Visits {
  readonly count: number
  readonly lastMs: number
}

/** The half-life of a visit's weight. */
const halfMs = 3 * 86_400_000

/** The weight of a place: frequent visits count, recent ones count more. */
export const frecency = ({ count, lastMs }: Visits, nowMs: number): number =>
  Math.log2(1 + count) * 0.5 ** (Math.max(0, nowMs - lastMs) / halfMs)

const isStart = (text: string, at: number): boolean => at === 0 || /[\s@._-]/u.test(text[at - 1] ?? '')

/**
 * How well a query matches a text, which must contain its characters in order. Undefined if it doesn't. The beginning,
 * word starts and adjacent characters increase the score. Skipped characters decrease it.
 */
export const fuzzyScore = (query: string, text: string): number | undefined => {
  const [needle, hay] = [visibleText(query).toLowerCase(), text.toLowerCase()]
  if (needle === '') return 0
  const whole = hay.indexOf(needle)
  if (whole >= 0)
    return 100 + (isStart(hay, whole) ? 50 : 0) + (whole === 0 ? 30 : 0) - Math.min(20, hay.length - needle.length)
  let [score, at, before] = [0, 0, -2]
  for (const char of needle) {
    if (char === ' ') continue
    const found = hay.indexOf(char, at)
    if (found < 0) return undefined
    score += found === before + 1 ? 6 : isStart(hay, found) ? 8 : 1
    score -= Math.min(3, found - at)
    before = found
    at = found + 1
  }
  return score > 0 ? score : undefined
}

/** One place to go to, by its names. */
export interface Candidate<T> {
  readonly item: T
  readonly names: readonly string[]
  readonly visits?: Visits | undefined
}

/** The matching candidates, best first. Without a query, the recently visited ones, then the others in their order. */
export const ranked = <T>(candidates: readonly Candidate<T>[], query: string, nowMs: number): readonly T[] => {
  if (!isVisible(query))
    return [...candidates].sort((a, b) => (b.visits?.lastMs ?? 0) - (a.visits?.lastMs ?? 0)).map(({ item }) => item)
  return candidates
    .flatMap(({ item, names, visits }) => {
      const fits = names.flatMap((name) => fuzzyScore(query, name) ?? [])
      if (fits.length === 0) return []
      return [{ item, score: Math.max(...fits) + (visits ? 10 * frecency(visits, nowMs) : 0) }]
    })
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => item)
}
