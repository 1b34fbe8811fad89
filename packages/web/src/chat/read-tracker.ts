/** A row counts as read once it has been seen for this long. */
export const readAfterMs = 400

/** Part of a row (or of the view, for rows taller than it) that must be visible. */
const visiblePart = 0.5

/** A row's place in the scroller's content, in px. */
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

/** The rows of which at least half can be seen; of a row taller than the view, as much as half the view. */
export const visibleSeqs = (rows: readonly RowSpan[], view: ViewSpan): readonly number[] =>
  rows
    .filter((row) => {
      const shown = Math.min(row.end, view.end) - Math.max(row.start, view.start)
      return shown > 0 && shown >= visiblePart * Math.min(row.end - row.start, view.end - view.start)
    })
    .map((row) => row.seq)

export interface Reading {
  /** Everything up to this seq has been read. */
  readonly seq?: number
  /** Look again after this long, though nothing moves. */
  readonly againInMs?: number
}

/**
 * Decides what has been read: rows that stay visible for 400 ms while somebody can be looking. A fling over a row, a
 * hidden page, a page without focus read nothing.
 */
export class ReadTracker {
  private since = new Map<number, number>()

  /**
   * Takes what is visible now.
   * @param visible seqs of the rows of which enough can be seen; empty while nobody can be looking
   */
  see(visible: readonly number[], nowMs: number): Reading {
    const since = new Map(visible.map((seq) => [seq, this.since.get(seq) ?? nowMs]))
    this.since = since
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
