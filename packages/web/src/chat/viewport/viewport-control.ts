import type { Timeline } from '@parley/sdk/api'
import { giveFocus } from '../../ui/give-focus'
import type { Opening } from '../opening'
import type { TimelineItem } from '../timeline-items'
import type { ChatMemory } from './chat-memory'
import { EdgeLoads } from './edge-loads'
import { Jumps } from './jumps'
import { openingTarget } from './opening-target'
import { coversView, keepInPlace, type Place, type Placing, placeAtEnd, placeRow, toEnd } from './placement'
import { ReadMarks } from './read-marks'
import { enterRows, flashRow } from './row-motion'
import { distanceFromEndPx, type Shown, topPosition, topTime, unreadPlace } from './shown'
import { initialView, sameView, type ViewState } from './view-state'
import { pinnedPx } from './virtual-rows'

/** A view this close to the end counts as at the end, since positions have fractions of pixels. */
const atEndPx = 2
const movingMs = 1_200
const sentAwayMs = 6_000

export interface ViewportControlOptions {
  readonly timeline: Timeline
  readonly opening: Opening
  readonly memory: ChatMemory
  readonly onView: (view: ViewState) => void
}

/**
 * Moves and watches one history: keeps the user's position, jumps, loads more near the edges, and reports messages as
 * read. It is outside React, which would be too late for scroll positions.
 */
export class ViewportControl {
  readonly #timeline: Timeline
  readonly #memory: ChatMemory
  readonly #onView: (view: ViewState) => void
  readonly #reads: ReadMarks
  readonly #jumps: Jumps
  readonly #edgeLoads = new EdgeLoads()
  #shown: Shown | undefined
  /** The initial position. Undefined once it is reached. */
  #opening: Opening | undefined
  #view: ViewState = initialView
  #placing: Placing | undefined
  #followOwn = false
  #unreadSeen = false
  #lastHeightPx = 0
  #lastTopPx = 0
  #lastToEndPx = 0
  #touchedAtMs = 0
  #timers = new Map<'moving' | 'sent', ReturnType<typeof setTimeout>>()

  constructor({ timeline, opening, memory, onView }: ViewportControlOptions) {
    this.#timeline = timeline
    this.#opening = opening
    this.#memory = memory
    this.#onView = onView
    this.#reads = new ReadMarks(timeline)
    this.#jumps = new Jumps({
      timeline,
      shown: () => this.#shown,
      place: (key, at, options) => this.place(key, at, options),
      onReturns: (returns) => this.#show({ returns }),
    })
    this.#unreadSeen = timeline.state.get().openedUnread === 0
  }

  /** Call after each commit that may have changed rows or their positions. */
  committed(shown: Shown): void {
    const before = this.#shown?.items
    this.#shown = shown
    this.#lastHeightPx ||= shown.scroller.clientHeight
    if (this.#opening && !this.#placing && shown.items.length > 0) this.#openNow(shown, this.#opening)
    else {
      this.#keepPlace(shown, before?.at(-1)?.key !== shown.items.at(-1)?.key)
      if (before && before !== shown.items) this.#rowsChanged(before)
    }
    this.look()
  }

  /** Rows have other heights than before, without a commit. */
  measured(): void {
    if (this.#shown) this.#keepPlace(this.#shown, false)
    this.look()
  }

  /** Call before rows change their heights together. The rows in view stay in place, and a view at the end there. */
  hold(): void {
    const shown = this.#shown
    if (!shown || this.#placing || this.#view.pinned) return
    this.#placing = keepInPlace(shown.scroller, shown.virtualizer, () => {
      this.#placing = undefined
      this.look()
    })
  }

  /** Ends all timers and loops. */
  stop(): void {
    this.#placing?.stop()
    this.#reads.stop()
    for (const timer of this.#timers.values()) clearTimeout(timer)
    this.#shown = undefined
  }

  /** The user operates the wheel, screen, keyboard or scrollbar: the next scrolling is theirs. */
  touched(): void {
    this.#touchedAtMs = Date.now()
  }

  /** The view scrolled. */
  scrolled(): void {
    if (Date.now() - this.#touchedAtMs < movingMs) this.#show({ moving: true })
    this.#after('moving', movingMs, () => this.#show({ moving: false }))
    this.look()
  }

  /**
   * The height of the scroller changed, for example because a keyboard opened. The content at the lower edge stays
   * there.
   */
  resized(): void {
    const scroller = this.#shown?.scroller
    if (!scroller) return
    const grownPx = scroller.clientHeight - this.#lastHeightPx
    this.#lastHeightPx = scroller.clientHeight
    // Not by the difference of the heights, since the browser has already moved a view at the end.
    if (grownPx !== 0 && !this.#placing)
      scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - this.#lastToEndPx
    this.look()
  }

  /**
   * Call before an own message is sent. Follows the message if the end is within one view, else shows that it was sent.
   */
  sending(): void {
    const shown = this.#shown
    const near = shown !== undefined && distanceFromEndPx(shown) <= shown.scroller.clientHeight
    if (near && this.#timeline.state.get().atEnd) {
      this.#followOwn = true
      return
    }
    this.#show({ sentAway: true })
    this.#after('sent', sentAwayMs, () => this.#show({ sentAway: false }))
  }

  /** Scrolls a row to its place, and hides the history until it is there. Ignores unknown keys. */
  place(key: string, at: Place, options: { readonly flash?: boolean } = {}): void {
    const shown = this.#shown
    const index = shown?.items.findIndex((item) => item.key === key) ?? -1
    if (!shown || index < 0) return
    this.#placing?.stop()
    const { scroller, virtualizer } = shown
    const show = () => {
      scroller.style.opacity = ''
      this.#placing = undefined
    }
    const done = (row: HTMLElement | undefined) => {
      show()
      this.#opening = undefined
      if (options.flash) flashRow(row)
      if (scroller.contains(document.activeElement)) giveFocus(row, { preventScroll: true })
      this.look()
    }
    const { correct, stop } = placeRow(scroller, virtualizer, { index, key, at, done })
    // The first call scrolls, the second one tells whether the row is in its place now.
    const stands = correct() || correct()
    // Not `visibility`, which would remove the focus.
    scroller.style.opacity = stands && coversView(scroller, virtualizer) ? '' : '0'
    this.#placing = {
      correct,
      stop: () => {
        stop()
        show()
      },
    }
  }

  /** Jumps to the newest message. */
  jumpToLatest(): Promise<void> {
    this.#show({ sentAway: false })
    return this.#jumps.toLatest()
  }

  /** Jumps to the first message that was unread when the chat was opened. */
  jumpToFirstUnread(): Promise<void> {
    this.#unreadSeen = true
    this.#show({ unreadAbove: false })
    return this.#jumps.toFirstUnread()
  }

  /**
   * Jumps to any message. The way back leads to the current position of the row `fromKey`, or of the topmost row.
   * @returns whether the message exists
   */
  jumpToMessage(seq: number, fromKey?: string): Promise<boolean> {
    return this.#jumps.toMessage(seq, fromKey)
  }

  /**
   * Jumps to the first message at or after a time, in epoch milliseconds, else to the newest, with a way back.
   * @returns false if loading failed
   */
  jumpToTime(atMs: number): Promise<boolean> {
    return this.#jumps.toTime(atMs)
  }

  /** When the topmost visible message was written. */
  get topAt(): number | undefined {
    return this.#shown && topTime(this.#shown)
  }

  /** Goes back to the start of the last jump. */
  jumpBack(): Promise<void> {
    return this.#jumps.back()
  }

  /** Retries a failed load. */
  retry(): void {
    const nearStart = this.#shown !== undefined && this.#shown.scroller.scrollTop < distanceFromEndPx(this.#shown)
    void (nearStart ? this.#timeline.loadBefore() : this.#timeline.loadAfter())
  }

  /** Checks the visible rows. Call it also when the focus or visibility of the page changed. */
  look(): void {
    const shown = this.#shown
    if (!shown || this.#placing) return
    const toEndPx = distanceFromEndPx(shown)
    // Until `resized` has handled a new height, the distance says nothing about the user's position.
    if (shown.scroller.clientHeight === this.#lastHeightPx) this.#lastToEndPx = toEndPx
    this.#lastTopPx = shown.scroller.scrollTop
    const pinned = this.#timeline.state.get().atEnd && toEndPx <= pinnedPx
    this.#memory.position = pinned ? undefined : topPosition(shown)
    this.#show({
      pinned,
      topAt: topTime(shown),
      unreadAbove: this.#unreadAbove(shown),
      ...(pinned && { sentAway: false }),
    })
    this.#jumps.dropReachedReturns(shown, pinned)
    this.#loadNearEdges(shown)
    this.#reads.look(shown)
  }

  #openNow(shown: Shown, opening: Opening): void {
    const target = openingTarget(shown.items, opening)
    if (target === undefined) this.#opening = undefined
    else if (target !== 'end') this.place(target.key, target.at, target)
    else
      this.#placing = placeAtEnd(shown.scroller, shown.virtualizer, () => {
        this.#opening = undefined
        this.#placing = undefined
        this.look()
      })
  }

  #rowsChanged(before: readonly TimelineItem[]): void {
    this.#jumps.whenShown()
    if (this.#shown && this.#view.pinned) enterRows(before, this.#shown)
    const last = this.#shown?.items.at(-1)
    if (this.#followOwn && last?.kind === 'message' && last.own) {
      this.#followOwn = false
      this.#shown?.virtualizer.scrollToEnd()
    }
  }

  /**
   * A view at the end stays there through new messages and measurements, until the user scrolls up. A view slightly
   * above the end follows only new messages, and not while the user scrolls.
   */
  #followEnd({ scroller, virtualizer }: Shown, appended: boolean): void {
    const touched = Date.now() - this.#touchedAtMs < movingMs
    const scrolledUp = touched && scroller.scrollTop < this.#lastTopPx - 1
    const follows = this.#lastToEndPx <= atEndPx ? !scrolledUp : appended && !touched
    if (this.#view.pinned && follows && !this.#placing && this.#timeline.state.get().atEnd) toEnd(scroller, virtualizer)
  }

  #keepPlace(shown: Shown, appended: boolean): void {
    if (this.#placing) this.#placing.correct()
    else this.#followEnd(shown, appended)
  }

  #unreadAbove(shown: Shown): boolean {
    if (this.#unreadSeen) return false
    const place = unreadPlace(shown, this.#timeline.state.get().openedReadSeq)
    this.#unreadSeen = place === 'visible'
    return place === 'above'
  }

  #loadNearEdges(shown: Shown): void {
    const { scrollTop, clientHeight } = shown.scroller
    const view = { beforePx: scrollTop, viewPx: clientHeight, afterPx: distanceFromEndPx(shown) }
    const side = this.#edgeLoads.next(this.#timeline.state.get(), view, Date.now())
    if (side === 'before') void this.#timeline.loadBefore()
    else if (side === 'after') void this.#timeline.loadAfter()
  }

  #show(change: Partial<ViewState>): void {
    const next = { ...this.#view, ...change }
    if (sameView(next, this.#view)) return
    this.#view = next
    this.#onView(next)
  }

  #after(name: 'moving' | 'sent', delayMs: number, run: () => void): void {
    clearTimeout(this.#timers.get(name))
    this.#timers.set(name, setTimeout(run, delayMs))
  }
}
