/** A row counts as read after being visible for this long. */
export const readAfterMs = 400

/** The part of a row (or of the view, for rows taller than it) that must be visible. */
const visiblePart = 0.5

/** The position of a row in the scroller's content, in px. */
export interface RowSpan {
  readonly seq: number
  readonly start: number
  readonly end: number
}
/** The visible part of the content, in px. */
export interface ViewSpan {
  readonly start: number
  readonly end: number
}

/** The rows that are visible by at least half. A row taller than the view must fill half of it. */
export const visibleSeqs = (rows: readonly RowSpan[], view: ViewSpan): readonly number[] =>
  rows
    .filter((row) => {
      const shown = Math.min(row.end, view.end) - Math.max(row.start, view.start)
      return shown > 0 && shown >= visiblePart * Math.min(row.end - row.start, view.end - view.start)
    })
    .map((row) => row.seq)

export interface Reading {
  /** All messages up to this seq have been read. */
  readonly seq?: number
  /** Check again after this time, even without scrolling. */
  readonly againInMs?: number
}

/**
 * Decides which messages have been read: rows that stay visible for 400 ms on a visible, focused page. Flinging past a
 * row reads nothing.
 */
export class ReadTracker {
  #since = new Map<number, number>()

  /**
   * Updates the visible rows.
   * @param visible seqs of the sufficiently visible rows, empty while the page is hidden or not focused
   */
  see(visible: readonly number[], nowMs: number): Reading {
    const since = new Map(visible.map((seq) => [seq, this.#since.get(seq) ?? nowMs]))
    this.#since = since
    let read: number | undefined
    let nextAtMs = Number.POSITIVE_INFINITY
    for (const [seq, sinceMs] of since) {
      if (nowMs - sinceMs >= readAfterMs) read = Math.max(read ?? 0, seq)
      else nextAtMs = Math.min(nextAtMs, sinceMs + readAfterMs)
    }
    return {
      ...(read === undefined ? {} : { seq: read }),
      ...(nextAtMs === Number.POSITIVE_INFINITY ? {} : { againInMs: nextAtMs - nowMs }),
    }
  }
}
