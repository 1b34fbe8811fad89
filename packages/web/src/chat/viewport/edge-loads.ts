import type { TimelineState } from '@parley/sdk/api'

/** Rows load when the view is closer to the edge of the window than this many views. */
const withinViews = 1.5
export const retryLoadMs = 2_000

/** The position of the view in the window of loaded rows, in px. */
interface ViewPlace {
  /** Above the view. */
  readonly beforePx: number
  readonly viewPx: number
  /** Below the view. */
  readonly afterPx: number
}

/** Decides when a history loads more rows: when the view is near an edge of the window. */
export class EdgeLoads {
  #blockedUntilMs = 0

  /** The side that must load now. */
  next(
    { loading, error, atStart, atEnd }: Pick<TimelineState, 'loading' | 'error' | 'atStart' | 'atEnd'>,
    { beforePx, viewPx, afterPx }: ViewPlace,
    nowMs: number,
  ): 'before' | 'after' | undefined {
    if (loading || nowMs < this.#blockedUntilMs) return undefined
    const nearPx = withinViews * viewPx
    const side = !atStart && beforePx < nearPx ? 'before' : !atEnd && afterPx < nearPx ? 'after' : undefined
    // A failed load is retried when the user scrolls on, not in a loop.
    if (error && side) this.#blockedUntilMs = nowMs + retryLoadMs
    return side
  }
}
