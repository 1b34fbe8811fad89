/** One line of a list: the heading of a month, or entries side by side. */
export type MonthLine<Entry> =
  | { readonly kind: 'month'; readonly key: string; readonly at: number }
  | { readonly kind: 'entries'; readonly key: string; readonly entries: readonly Entry[] }

interface Dated {
  readonly key: string
  /** Epoch milliseconds. */
  readonly at: number
}

const monthOf = (ms: number): string => {
  const date = new Date(ms)
  return `${date.getFullYear()}-${date.getMonth() + 1}`
}

/**
 * Groups entries by month of the local calendar.
 * @param entries newest first
 * @param perLine the number of entries side by side
 */
export const monthLines = <Entry extends Dated>(
  entries: readonly Entry[],
  perLine: number,
): readonly MonthLine<Entry>[] => {
  const lines: MonthLine<Entry>[] = []
  let month: string | undefined
  let line: Entry[] = []
  for (const entry of entries) {
    const next = monthOf(entry.at)
    if (next !== month) lines.push({ kind: 'month', key: next, at: entry.at })
    if (next !== month || line.length === perLine) {
      line = []
      lines.push({ kind: 'entries', key: entry.key, entries: line })
    }
    month = next
    line.push(entry)
  }
  return lines
}
