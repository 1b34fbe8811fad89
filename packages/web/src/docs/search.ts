import type { Entry } from './contract-document'

/**
 * The rank of a match, 0 for none. Whole names rank first, then beginnings and whole last parts, then beginnings of last
 * parts, then middles. Names rank above sentences.
 */
const fit = (entry: Entry, word: string): number => {
  const name = entry.name.toLowerCase()
  const lastPart = name.slice(name.indexOf('.') + 1)
  if (name === word) return 5
  if (name.startsWith(word) || lastPart === word) return 4
  if (lastPart.startsWith(word)) return 3
  if (name.includes(word)) return 2
  return entry.doc.toLowerCase().includes(word) ? 1 : 0
}

/** Entries that match every word of a query, the best first. An empty query returns all, in their order. */
export const search = (entries: readonly Entry[], query: string): readonly Entry[] => {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return entries
  const fits = entries.map((entry) => ({ entry, points: words.map((word) => fit(entry, word)) }))
  const sum = (points: readonly number[]) => points.reduce((total, point) => total + point, 0)
  return fits
    .filter(({ points }) => !points.includes(0))
    .sort((a, b) => sum(b.points) - sum(a.points))
    .map(({ entry }) => entry)
}
