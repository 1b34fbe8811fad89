/** How often and when somebody went somewhere. */
export interface Visits {
  readonly count: number
  readonly lastMs: number
}

/** Half of what a visit counts is gone after this. */
const halfMs = 3 * 86_400_000

/** How much somebody goes somewhere: often counts, lately counts more. */
export const frecency = ({ count, lastMs }: Visits, nowMs: number): number =>
  Math.log2(1 + count) * 0.5 ** (Math.max(0, nowMs - lastMs) / halfMs)

const isStart = (text: string, at: number): boolean => at === 0 || /[\s@._-]/u.test(text[at - 1] ?? '')

/**
 * How well what was typed fits a text, whose characters it must hold in their order; undefined when it does not. The
 * beginning, beginnings of words and neighbours count more, what is skipped less.
 */
export const fuzzyScore = (query: string, text: string): number | undefined => {
  const [needle, hay] = [query.trim().toLowerCase(), text.toLowerCase()]
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

/** One thing that can be gone to, by what it is called. */
export interface Candidate<T> {
  readonly item: T
  readonly names: readonly string[]
  readonly visits?: Visits | undefined
}

/** Those that fit, best first; without a query those visited last, then the others as they come. */
export const ranked = <T>(candidates: readonly Candidate<T>[], query: string, nowMs: number): readonly T[] => {
  if (query.trim() === '')
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
