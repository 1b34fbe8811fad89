/** One row of the report on the web client. */
export interface WebRow {
  /** The behaviour of WEB.md, such as `A6`. */
  readonly id: string
  readonly work: string
  /** The target; empty for a figure without one. */
  readonly target: string
  /** The lower target for two virtual processors without a graphics card. */
  readonly targetHere?: string
  readonly measured: string
  /** Whether the figure reached the target for this machine. */
  readonly reached?: boolean
  readonly note?: string
}

/** The value that this share of the values doesn't exceed. */
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
