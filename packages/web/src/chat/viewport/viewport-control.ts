import type { Timeline } from '@parley/sdk/api'
import type { Opening } from '../opening'
import type { TimelineItem } from '../timeline-items'
import type { ChatMemory } from './chat-memory'
import { Jumps, unreadTopPx } from './jumps'
import { type Place, placeAtEnd, placeRow, toEnd } from './placement'
import { ReadMarks } from './read-marks'
import { enterRows, flashRow } from './row-motion'
import { distanceFromEndPx, itemFrom, type Shown, topPosition, topTime, unreadPlace } from './shown'
import { initialView, sameView, type ViewState } from './view-state'
import { pinnedPx } from './virtual-rows'

const loadWithinViews = 1.5
const movingMs = 1_200
const sentAwayMs = 6_000
const retryLoadMs = 2_000

export interface ViewportControlOptions {
  readonly timeline: Timeline
  readonly opening: Opening
  readonly memory: ChatMemory
  readonly onView: (view: ViewState) => void
}

/**
 * Moves and watches one history: keeps it where the person left it, jumps, loads more near the edges, and says what
 * has been read. Lives outside React, which would be too late for a scroll position.
 */
export class ViewportControl {
  private readonly timeline: Timeline
  private readonly memory: ChatMemory
  private readonly onView: (view: ViewState) => void
  private readonly reads: ReadMarks
  private readonly jumps: Jumps
  private shown: Shown | undefined
  /** Where to open; undefined once that was done. */
  private opening: Opening | undefined
  private view: ViewState = initialView
  private stopPlacing: (() => void) | undefined
  private followOwn = false
  private unreadSeen = false
  private blockedUntilMs = 0
  private lastHeightPx = 0
  private lastTopPx = 0
  private lastToEndPx = 0
  private touchedAtMs = 0
  private timers = new Map<'moving' | 'sent', ReturnType<typeof setTimeout>>()

  constructor({ timeline, opening, memory, onView }: ViewportControlOptions) {
    this.timeline = timeline
    this.opening = opening
    this.memory = memory
    this.onView = onView
    this.reads = new ReadMarks(timeline)
    this.jumps = new Jumps({
      timeline,
      shown: () => this.shown,
      place: (key, at, options) => this.place(key, at, options),
      onReturns: (returns) => this.show({ returns }),
    })
    this.unreadSeen = timeline.state.get().openedUnread === 0
  }

  /** Call after each commit that may have changed rows or their places. */
  committed(shown: Shown): void {
    const before = this.shown?.items
    this.shown = shown
    this.lastHeightPx ||= shown.scroller.clientHeight
    if (this.opening?.at === 'end' && this.stopPlacing) toEnd(shown.scroller, shown.virtualizer)
    else if (this.opening && !this.stopPlacing && shown.items.length > 0) this.openNow(shown, this.opening)
    else {
      this.followEnd(shown)
      if (before && before !== shown.items) this.rowsChanged(before)
    }
    this.look()
  }

  /** Ends all timers and loops. */
  stop(): void {
    this.stopPlacing?.()
    this.reads.stop()
    for (const timer of this.timers.values()) clearTimeout(timer)
    this.shown = undefined
  }

  /** A wheel, finger, key or scrollbar is at work: what scrolls now is the person. */
  touched(): void {
    this.touchedAtMs = Date.now()
  }

  /** The view scrolled. */
  scrolled(): void {
    if (Date.now() - this.touchedAtMs < movingMs) this.show({ moving: true })
    this.after('moving', movingMs, () => this.show({ moving: false }))
    this.look()
  }

  /** The scroller has another height: what stands at its lower edge stays there, as when a keyboard opens. */
  resized(): void {
    const scroller = this.shown?.scroller
    if (!scroller) return
    const grownPx = scroller.clientHeight - this.lastHeightPx
    this.lastHeightPx = scroller.clientHeight
    // Not by what it has grown: a view at the end has been moved by the browser already.
    if (grownPx !== 0 && !this.stopPlacing)
      scroller.scrollTop = scroller.scrollHeight - scroller.clientHeight - this.lastToEndPx
    this.look()
  }

  /** Call before an own message goes out: follows it when the end is within one view, else says that it was sent. */
  sending(): void {
    const { shown } = this
    const near = shown !== undefined && distanceFromEndPx(shown) <= shown.scroller.clientHeight
    if (near && this.timeline.state.get().atEnd) {
      this.followOwn = true
      return
    }
    this.show({ sentAway: true })
    this.after('sent', sentAwayMs, () => this.show({ sentAway: false }))
  }

  /** Brings the row to its place, out of sight until it is there. Unknown keys are ignored. */
  place(key: string, at: Place, options: { readonly flash?: boolean } = {}): void {
    const { shown } = this
    const index = shown?.items.findIndex((item) => item.key === key) ?? -1
    if (!shown || index < 0) return
    this.stopPlacing?.()
    const { style } = shown.scroller
    // Not `visibility`, which would take the focus away.
    style.opacity = '0'
    const stop = placeRow(shown.scroller, shown.virtualizer, {
      index,
      key,
      at,
      done: (row) => {
        style.opacity = ''
        this.stopPlacing = undefined
        this.opening = undefined
        if (options.flash) flashRow(row)
        if (shown.scroller.contains(document.activeElement)) row?.focus({ preventScroll: true })
        this.look()
      },
    })
    this.stopPlacing = () => {
      stop()
      style.opacity = ''
      this.stopPlacing = undefined
    }
  }

  /** To the newest message. */
  jumpToLatest(): Promise<void> {
    this.show({ sentAway: false })
    return this.jumps.toLatest()
  }

  /** To the first message that was unread when the chat was opened. */
  jumpToFirstUnread(): Promise<void> {
    this.unreadSeen = true
    this.show({ unreadAbove: false })
    return this.jumps.toFirstUnread()
  }

  /**
   * To any message, with a way back to where the row `fromKey` (or what is at the top) stands now.
   * @returns whether the message is there
   */
  jumpToMessage(seq: number, fromKey?: string): Promise<boolean> {
    return this.jumps.toMessage(seq, fromKey)
  }

  /**
   * To the first message at or after a time, in epoch milliseconds, else to the newest; with a way back.
   * @returns false where it could not be loaded
   */
  jumpToTime(atMs: number): Promise<boolean> {
    return this.jumps.toTime(atMs)
  }

  /** When the topmost message in view was written. */
  get topAt(): number | undefined {
    return this.shown && topTime(this.shown)
  }

  /** Back to where the last jump began. */
  jumpBack(): Promise<void> {
    return this.jumps.back()
  }

  /** Loads again what could not be loaded. */
  retry(): void {
    const nearStart = this.shown !== undefined && this.shown.scroller.scrollTop < distanceFromEndPx(this.shown)
    void (nearStart ? this.timeline.loadBefore() : this.timeline.loadAfter())
  }

  /** Looks at what is visible now; call also when focus or visibility of the page changed. */
  look(): void {
    const { shown } = this
    if (!shown || this.stopPlacing) return
    const toEndPx = distanceFromEndPx(shown)
    // A height that `resized` has not heard of yet says nothing about where the person is.
    if (shown.scroller.clientHeight === this.lastHeightPx) this.lastToEndPx = toEndPx
    this.lastTopPx = shown.scroller.scrollTop
    const pinned = this.timeline.state.get().atEnd && toEndPx <= pinnedPx
    this.memory.position = pinned ? undefined : topPosition(shown)
    this.show({
      pinned,
      topAt: topTime(shown),
      unreadAbove: this.unreadAbove(shown),
      ...(pinned && { sentAway: false }),
    })
    this.jumps.looked(shown, pinned)
    this.loadNearEdges(shown)
    this.reads.look(shown)
  }

  private openNow(shown: Shown, opening: Opening): void {
    if (opening.at === 'message') {
      const target = itemFrom(shown, opening.seq)
      if (target) this.place(target.key, 'center', { flash: true })
      else this.opening = undefined
      return
    }
    if (opening.at === 'saved') {
      const { key, seq, offsetPx } = opening.position
      const left = shown.items.find((item) => item.key === key) ?? itemFrom(shown, seq)
      if (left) this.place(left.key, { topPx: offsetPx })
      else this.opening = undefined
      return
    }
    const unread = opening.at === 'first-unread' ? shown.items.findIndex(({ kind }) => kind === 'unread') : -1
    const first = unread < 0 ? undefined : shown.items[unread + 1]
    if (first) {
      this.place(first.key, { topPx: unreadTopPx })
      return
    }
    this.stopPlacing = placeAtEnd(shown.scroller, shown.virtualizer, () => {
      this.opening = undefined
      this.stopPlacing = undefined
      this.look()
    })
  }

  private rowsChanged(before: readonly TimelineItem[]): void {
    this.jumps.whenShown()
    if (this.shown && this.view.pinned) enterRows(before, this.shown)
    const last = this.shown?.items.at(-1)
    if (this.followOwn && last?.kind === 'message' && last.own) {
      this.followOwn = false
      this.shown?.virtualizer.scrollToEnd()
    }
  }

  /** A view that stood at the end stays there, whatever was appended or measured, until the person scrolls up. */
  private followEnd(shown: Shown): void {
    const { scroller, virtualizer } = shown
    const scrolledUp = Date.now() - this.touchedAtMs < movingMs && scroller.scrollTop < this.lastTopPx - 1
    if (this.view.pinned && !scrolledUp && !this.stopPlacing && this.timeline.state.get().atEnd)
      toEnd(scroller, virtualizer)
  }

  private unreadAbove(shown: Shown): boolean {
    if (this.unreadSeen) return false
    const place = unreadPlace(shown, this.timeline.state.get().openedReadSeq)
    this.unreadSeen = place === 'visible'
    return place === 'above'
  }

  private loadNearEdges(shown: Shown): void {
    const state = this.timeline.state.get()
    if (state.loading || Date.now() < this.blockedUntilMs) return
    // A failed load is tried again when the person scrolls on, not in a loop.
    if (state.error) this.blockedUntilMs = Date.now() + retryLoadMs
    const nearPx = loadWithinViews * shown.scroller.clientHeight
    if (!state.atStart && shown.scroller.scrollTop < nearPx) void this.timeline.loadBefore()
    else if (!state.atEnd && distanceFromEndPx(shown) < nearPx) void this.timeline.loadAfter()
  }

  private show(change: Partial<ViewState>): void {
    const next = { ...this.view, ...change }
    if (sameView(next, this.view)) return
    this.view = next
    this.onView(next)
  }

  private after(name: 'moving' | 'sent', delayMs: number, run: () => void): void {
    clearTimeout(this.timers.get(name))
    this.timers.set(name, setTimeout(run, delayMs))
  }
}
