import { type Clock, every } from './clock'

export interface ReclaimOptions {
  readonly clock: Clock
  /** The number of connections that were opened or closed so far. */
  readonly moved: () => number
  /** The number of pending calls. */
  readonly inFlight: () => number
  /** Collects garbage and returns memory. It may stop the process for tens of milliseconds. */
  readonly collect: () => void
}

const CALM_MS = 1_000
/** A burst of this many connections leaves tens of megabytes, which the engine would keep for the next burst. */
const BURST = 1_000
/** After this many connections within a burst, memory is collected, so that the next ones reuse it. */
const COLLECT_EACH = 4_000

/**
 * Collects garbage once after a burst of connects or disconnects, a second after the last one and after all their
 * calls. In a very large burst it also collects in between. Returns a function that stops it.
 */
export const reclaimAfterBursts = ({ clock, moved, inFlight, collect }: ReclaimOptions): (() => void) => {
  let settled = moved()
  let collected = settled
  let seen = settled
  return every(clock, CALM_MS, () => {
    const now = moved()
    const calm = now - seen < BURST / 100 && inFlight() <= BURST / 10
    seen = now
    const over = calm && now - settled >= BURST
    if (!over && now - collected < COLLECT_EACH) return
    if (over) settled = now
    collected = now
    collect()
  })
}
