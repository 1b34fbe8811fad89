/** One line of the report on the web client. */
export interface WebRow {
  /** The behaviour of WEB.md that it belongs to, such as `A6`. */
  readonly id: string
  readonly work: string
  /** Empty for a figure without a target. */
  readonly target: string
  /** What is asked of two virtual processors without a graphics card, where that is less. */
  readonly targetHere?: string
  readonly measured: string
  /** Whether it reached what is asked of this machine. */
  readonly reached?: boolean
  readonly note?: string
}

/** The value below which this share of them lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** The row of a time that must stay below a target, all in milliseconds. */
export const timeRow = (
  row: Pick<WebRow, 'id' | 'work' | 'note'> & { readonly ms: number; readonly atMost: number },
): WebRow => {
  const { ms, atMost, ...rest } = row
  return { ...rest, target: `≤ ${atMost} ms`, measured: `${Math.round(ms)} ms`, reached: ms <= atMost }
}
