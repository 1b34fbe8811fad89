/**
 * Whether a query in Latin letters fits a reading: from any syllable on, by the beginnings of the syllables that follow.
 * `zsf`, `zhangsan`, `zhasf` and `sanf` fit `zhang san feng`.
 */
const fitsReading = (query: string, syllables: readonly string[]): boolean => {
  // Where in the query the next syllable can begin, when some syllables before it took part.
  let begins = new Set<number>()
  for (const syllable of syllables) {
    const next = new Set<number>()
    for (const begin of begins.add(0))
      for (let taken = 1; taken <= syllable.length && query[begin + taken - 1] === syllable[taken - 1]; taken++)
        next.add(begin + taken)
    if (next.has(query.length)) return true
    begins = next
  }
  return false
}

/** Whether a query fits a Chinese name by its pinyin. Names without Chinese characters have no readings. */
export const fitsPinyin = (query: string, readings: readonly string[] | undefined): boolean => {
  if (!readings) return false
  const text = query.toLowerCase().replace(/[\s'’]/g, '')
  return /^[a-z0-9]+$/.test(text) && readings.some((reading) => fitsReading(text, reading.split(' ')))
}

/** A name with its pinyin. */
export interface SortedName {
  readonly name: string
  readonly pinyin?: readonly string[] | undefined
}

/** Compares names in the order of a language. Chinese names are among the others by their pinyin. */
export const nameOrder = (locale?: string): ((a: SortedName, b: SortedName) => number) => {
  const { compare } = new Intl.Collator(locale, { numeric: true })
  return (a, b) => compare(a.pinyin?.[0] ?? a.name, b.pinyin?.[0] ?? b.name) || compare(a.name, b.name)
}
