import type { Virtualizer } from '@tanstack/react-virtual'

export type RowVirtualizer = Virtualizer<HTMLDivElement, HTMLElement>
type Rows = Pick<RowVirtualizer, 'getVirtualItems' | 'getTotalSize' | 'measurementsCache'>

/** The rendered rows, by the first and the last index, and the space that stands for all others. */
export interface DrawnRows {
  readonly from: number
  readonly to: number
  readonly beforePx: number
  readonly afterPx: number
}

/** Sums of heights differ by less, depending on their order. */
const exactPx = 0.01

/** The space around rows. The indexes needn't be those that the virtualiser wants now. */
const around = (virtualizer: Rows, from: number, to: number): DrawnRows => {
  const [first] = virtualizer.getVirtualItems()
  const { measurementsCache } = virtualizer
  // On iOS, the virtualiser moves its rows while a fling forbids to scroll.
  const movedPx = first ? first.start - (measurementsCache[first.index]?.start ?? 0) : 0
  const beforePx = (measurementsCache[from]?.start ?? 0) + movedPx
  const endPx = (measurementsCache[to]?.end ?? 0) + movedPx
  return { from, to, beforePx, afterPx: Math.max(0, virtualizer.getTotalSize() - endPx) }
}

/** The rows to render now. */
export const rowsToDraw = (virtualizer: Rows): DrawnRows => {
  const rows = virtualizer.getVirtualItems()
  return around(virtualizer, rows[0]?.index ?? 0, rows.at(-1)?.index ?? -1)
}

/**
 * Whether the rendered rows suffice. The browser lays them out by itself, so new heights of these rows need no other
 * rendering. Rows that scrolled away stay until the next one.
 */
export const stillSuffices = (drawn: DrawnRows, virtualizer: Rows): boolean => {
  const wanted = rowsToDraw(virtualizer)
  if (wanted.from < drawn.from || wanted.to > drawn.to) return false
  const { beforePx, afterPx } = around(virtualizer, drawn.from, drawn.to)
  return Math.abs(beforePx - drawn.beforePx) < exactPx && Math.abs(afterPx - drawn.afterPx) < exactPx
}
