import type { RowVirtualizer } from './virtual-rows'

/** Where a row should stand: its top this far below the view's top, or its middle in the middle of the view. */
export type Place = { readonly topPx: number } | 'center'

export interface PlaceRequest {
  readonly index: number
  readonly key: string
  readonly at: Place
  /** Called once the row stands still. */
  readonly done: (row: HTMLElement | undefined) => void
}

const exactPx = 0.5
const calmFrames = 2
const maxFrames = 20

const rowOf = (scroller: HTMLElement, key: string): HTMLElement | undefined =>
  [...scroller.querySelectorAll<HTMLElement>('[data-key]')].find((row) => row.dataset.key === key)

const wantedTop = (row: HTMLElement, scroller: HTMLElement, at: Place): number =>
  at === 'center' ? Math.max(0, (scroller.clientHeight - row.offsetHeight) / 2) : at.topPx

/**
 * Brings a row to its place by measuring: rows above it are estimates until they were rendered once, so a computed
 * offset alone would be off. Ends when nothing moved for two frames.
 * @returns the way to stop
 */
export const placeRow = (scroller: HTMLElement, virtualizer: RowVirtualizer, request: PlaceRequest): (() => void) => {
  let frame = 0
  let calm = 0
  let frames = 0
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
  const step = () => {
    frames += 1
    calm = correct() ? calm + 1 : 0
    if (calm < calmFrames && frames < maxFrames) frame = requestAnimationFrame(step)
    else request.done(rowOf(scroller, request.key))
  }
  virtualizer.scrollToIndex(request.index, { align: request.at === 'center' ? 'center' : 'start' })
  // From here on this loop corrects the position; the virtualiser would pull towards its own idea of it.
  virtualizer.cancelScroll()
  frame = requestAnimationFrame(step)
  return () => cancelAnimationFrame(frame)
}

/**
 * Brings the view to the end and keeps it there until the rows at the end were measured. Call it before the browser
 * paints: what is painted first then is the end already.
 * @returns the way to stop
 */
export const placeAtEnd = (scroller: HTMLElement, virtualizer: RowVirtualizer, done: () => void): (() => void) => {
  let frame = 0
  let calm = 0
  let frames = 0
  const step = () => {
    frames += 1
    calm = toEnd(scroller, virtualizer) ? calm + 1 : 0
    if (calm < calmFrames && frames < maxFrames) frame = requestAnimationFrame(step)
    else done()
  }
  step()
  return () => cancelAnimationFrame(frame)
}

/** Whether the view stood at the end already. */
export const toEnd = (scroller: HTMLElement, virtualizer: RowVirtualizer): boolean => {
  const before = scroller.scrollTop
  scroller.scrollTop = scroller.scrollHeight
  // The virtualiser learns of this by an event that comes after rows were measured; it must know before.
  virtualizer.scrollOffset = scroller.scrollTop
  return Math.abs(scroller.scrollTop - before) <= exactPx
}
