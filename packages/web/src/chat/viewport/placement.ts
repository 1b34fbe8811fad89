import type { RowVirtualizer } from './drawn-rows'

/** Where to place a row: its top this far below the view's top, or its middle in the middle of the view. */
export type Place = { readonly topPx: number } | 'center'

export interface PlaceRequest {
  readonly index: number
  readonly key: string
  readonly at: Place
  /** Called once the row no longer moves. */
  readonly done: (row: HTMLElement | undefined) => void
}

const exactPx = 0.5
const calmFrames = 2
const maxFrames = 20

const rowOf = (scroller: HTMLElement, key: string): HTMLElement | undefined =>
  [...scroller.querySelectorAll<HTMLElement>('[data-key]')].find((row) => row.dataset.key === key)

const wantedTop = (row: HTMLElement, scroller: HTMLElement, at: Place): number =>
  at === 'center' ? Math.max(0, (scroller.clientHeight - row.offsetHeight) / 2) : at.topPx

/** A view that scrolls to its place. */
export interface Placing {
  /**
   * Scrolls to the place. Call it after each commit, before the browser paints.
   * @returns whether the view was there already
   */
  readonly correct: () => boolean
  readonly stop: () => void
}

/** Scrolls in every frame until nothing moved for two frames. */
const correctUntilCalm = (correct: () => boolean, done: () => void): Placing => {
  let calm = 0
  let frames = 0
  const step = () => {
    frames += 1
    calm = correct() ? calm + 1 : 0
    if (calm < calmFrames && frames < maxFrames) frame = requestAnimationFrame(step)
    else done()
  }
  let frame = requestAnimationFrame(step)
  return { correct, stop: () => cancelAnimationFrame(frame) }
}

/**
 * Scrolls a row to its place by measuring. A computed offset alone would be inaccurate, since the heights of rows above
 * are estimates until they render.
 */
export const placeRow = (scroller: HTMLElement, virtualizer: RowVirtualizer, request: PlaceRequest): Placing => {
  const correct = (): boolean => {
    const row = rowOf(scroller, request.key)
    if (!row) return false
    const top = row.getBoundingClientRect().top - scroller.getBoundingClientRect().top
    const before = scroller.scrollTop
    const delta = top - wantedTop(row, scroller, request.at)
    if (Math.abs(delta) <= exactPx) return true
    scroller.scrollTop = before + delta
    return scroller.scrollTop === before
  }
  if (!rowOf(scroller, request.key)) {
    virtualizer.scrollToIndex(request.index, { align: request.at === 'center' ? 'center' : 'start' })
    // From here on, `correct` scrolls. The virtualiser would scroll to its own estimate instead.
    virtualizer.cancelScroll()
  }
  return correctUntilCalm(correct, () => request.done(rowOf(scroller, request.key)))
}

/** Keeps the first row that begins in the view where it is, until no row moves any more. */
export const keepInPlace = (
  scroller: HTMLElement,
  virtualizer: RowVirtualizer,
  done: () => void,
): Placing | undefined => {
  const { top } = scroller.getBoundingClientRect()
  const topPx = (row: HTMLElement) => row.getBoundingClientRect().top - top
  const row = [...scroller.querySelectorAll<HTMLElement>('[data-key]')].find((one) => topPx(one) >= 0)
  const key = row?.dataset.key
  if (!row || key === undefined) return undefined
  const index = Number(row.dataset.index)
  return placeRow(scroller, virtualizer, { index, key, at: { topPx: topPx(row) }, done })
}

/**
 * Scrolls to the end and stays there until the rows at the end were measured. Call it before the browser paints, so that
 * the first paint shows the end.
 */
export const placeAtEnd = (scroller: HTMLElement, virtualizer: RowVirtualizer, done: () => void): Placing => {
  const placing = correctUntilCalm(() => toEnd(scroller, virtualizer), done)
  placing.correct()
  return placing
}

/** Whether the rendered rows fill the view or reach the ends of the history. */
export const coversView = (scroller: HTMLElement, virtualizer: RowVirtualizer): boolean => {
  const rows = virtualizer.getVirtualItems()
  const elements = scroller.querySelectorAll('[data-key]')
  const view = scroller.getBoundingClientRect()
  const topPx = elements[0]?.getBoundingClientRect().top ?? Number.POSITIVE_INFINITY
  const bottomPx = elements[elements.length - 1]?.getBoundingClientRect().bottom ?? Number.NEGATIVE_INFINITY
  const fromStart = rows[0]?.index === 0 || topPx <= view.top
  return fromStart && (rows.at(-1)?.index === virtualizer.options.count - 1 || bottomPx >= view.bottom)
}

/** Scrolls to the end. Returns whether the view was there already. */
export const toEnd = (scroller: HTMLElement, virtualizer: RowVirtualizer): boolean => {
  const before = scroller.scrollTop
  scroller.scrollTop = scroller.scrollHeight
  // The virtualiser gets the scroll event only after rows were measured, but needs the offset before.
  virtualizer.scrollOffset = scroller.scrollTop
  return Math.abs(scroller.scrollTop - before) <= exactPx
}
