import type { Timeline, TimelineState } from '@parley/sdk/api'
import type { SavedPosition } from '../opening'
import type { Place } from './placement'
import { distanceFromEndPx, itemFrom, positionOf, type Shown, unreadTopPx } from './shown'

export interface JumpsOptions {
  readonly timeline: Timeline
  readonly shown: () => Shown | undefined
  /** Scrolls a row to its place. */
  readonly place: (key: string, at: Place, options?: { readonly flash?: boolean }) => void
  /** Called when going back becomes possible or impossible. */
  readonly onReturns: (there: boolean) => void
}

type Pending =
  | { readonly to: 'end' }
  /** `from`: the position to go back to. */
  | { readonly to: number; readonly at: Place; readonly from?: SavedPosition | undefined }
  | { readonly to: 'back'; readonly position: SavedPosition }

/** Jumps within one history, and back. Loads the windows of the targets. */
export class Jumps {
  readonly #options: JumpsOptions
  /** A new window is on screen only after the next commit. */
  #pending: Pending | undefined
  /** The starts of jumps to go back to, the latest last. */
  #returns: SavedPosition[] = []

  constructor(options: JumpsOptions) {
    this.#options = options
  }

  /** Jumps to the newest message. */
  async toLatest(): Promise<void> {
    this.#forget()
    const { timeline } = this.#options
    if (timeline.state.get().atEnd) {
      this.#scrollToEnd()
      return
    }
    await timeline.show('latest')
    this.#go({ to: 'end' })
  }

  /** Jumps to the first message that was unread when the chat was opened. */
  async toFirstUnread(): Promise<void> {
    const items = this.#options.shown()?.items ?? []
    const divider = items.findIndex(({ kind }) => kind === 'unread')
    const first = divider < 0 ? undefined : items[divider + 1]
    if (first) this.#options.place(first.key, { topPx: unreadTopPx })
    else {
      const { timeline } = this.#options
      const seq = timeline.state.get().openedReadSeq + 1
      await timeline.show({ seq })
      this.#go({ to: seq, at: { topPx: unreadTopPx } })
    }
  }

  /**
   * Jumps to any message. The way back leads to the current position of the row `fromKey`, or of the topmost row.
   * @returns whether the message exists
   */
  async toMessage(seq: number, fromKey?: string): Promise<boolean> {
    const { timeline, shown } = this.#options
    const now = shown()
    const from = now && positionOf(now, fromKey)
    const isThere = () => timeline.state.get().rows.some((row) => row.seq === seq)
    if (!isThere()) await timeline.show({ seq })
    if (isThere()) this.#go({ to: seq, at: 'center', from })
    return isThere()
  }

  /**
   * Jumps to the first message at or after a time, in epoch milliseconds, else to the newest, with a way back.
   * @returns false if loading failed
   */
  async toTime(atMs: number): Promise<boolean> {
    const { timeline, shown } = this.#options
    const now = shown()
    const from = now && positionOf(now, undefined)
    if (!reaches(timeline.state.get(), atMs)) await timeline.show({ at: atMs })
    const { rows, error } = timeline.state.get()
    const target = rows.find(({ seq, at }) => seq !== undefined && at >= atMs) ?? rows.findLast(({ seq }) => seq)
    if (error !== undefined || target?.seq === undefined) return false
    this.#go({ to: target.seq, at: { topPx: unreadTopPx }, from })
    return true
  }

  /** Goes back to the start of the last jump. */
  async back(): Promise<void> {
    const position = this.#returns.pop()
    this.#options.onReturns(this.#returns.length > 0)
    if (!position) return
    const { timeline } = this.#options
    if (!timeline.state.get().rows.some(({ id }) => id === position.key)) await timeline.show({ seq: position.seq })
    this.#go({ to: 'back', position })
  }

  /** Call after each commit. Completes the jump that waits for this window. */
  whenShown(): void {
    const pending = this.#pending
    const { shown, timeline, place } = this.#options
    const now = shown()
    if (!now || !pending || now.rows !== timeline.state.get().rows) return
    this.#pending = undefined
    if (pending.to === 'end') now.virtualizer.scrollToEnd()
    else if (pending.to === 'back') {
      const { key, seq, offsetPx } = pending.position
      const row = now.items.find((item) => item.key === key) ?? itemFrom(now, seq)
      if (row) place(row.key, { topPx: offsetPx })
    } else {
      const target = itemFrom(now, pending.to)
      if (!target) return
      this.#remember(pending.from)
      place(target.key, pending.at, { flash: true })
    }
  }

  /** Drops the way back when the start of the jump, or the end of the history, is in view. */
  dropReachedReturns(shown: Shown, pinned: boolean): void {
    const last = this.#returns.at(-1)
    if (!last || this.#pending) return
    if (pinned) this.#forget()
    else if (isInView(shown, last.key)) {
      this.#returns.pop()
      this.#options.onReturns(this.#returns.length > 0)
    }
  }

  #go(pending: Pending): void {
    this.#pending = pending
    this.whenShown()
  }

  #remember(from: SavedPosition | undefined): void {
    if (!from) return
    this.#returns.push(from)
    this.#options.onReturns(true)
  }

  #forget(): void {
    this.#returns = []
    this.#options.onReturns(false)
  }

  #scrollToEnd(): void {
    const shown = this.#options.shown()
    if (!shown) return
    const near = distanceFromEndPx(shown) < 2 * shown.scroller.clientHeight
    const calm = matchMedia('(prefers-reduced-motion: reduce)').matches
    shown.virtualizer.scrollToEnd({ behavior: near && !calm ? 'smooth' : 'auto' })
  }
}

/** Whether a window certainly has the first message at or after a time. */
const reaches = ({ rows, atStart }: TimelineState, atMs: number): boolean =>
  (atStart || (rows[0]?.at ?? atMs) < atMs) && rows.some(({ seq, at }) => seq !== undefined && at >= atMs)

const isInView = ({ items, virtualizer, scroller }: Shown, key: string): boolean => {
  const { scrollTop, clientHeight } = scroller
  return virtualizer
    .getVirtualItems()
    .some(({ index, start, end }) => items[index]?.key === key && end > scrollTop && start < scrollTop + clientHeight)
}
