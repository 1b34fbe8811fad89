import { type Clock, every } from './clock'

export interface ReclaimOptions {
  readonly clock: Clock
  /** Connections that came or went so far. */
  readonly moved: () => number
  /** Calls that wait for their answers. */
  readonly inFlight: () => number
  /** Collects garbage and gives memory back; it may stop everything for some tens of milliseconds. */
  readonly collect: () => void
}

const CALM_MS = 1_000
/** A burst from this many on leaves tens of megabytes, which the engine itself would keep for the next one. */
const BURST = 1_000

/**
 * Collects once after many connections came or went, as soon as a second passed without any and what they asked is answered.
 * Answers what ends it.
 */
export const reclaimAfterBursts = ({ clock, moved, inFlight, collect }: ReclaimOptions): (() => void) => {
  let collected = moved()
  let seen = collected
  return every(clock, CALM_MS, () => {
    const now = moved()
    const calm = now - seen < BURST / 100
    seen = now
    if (!calm || now - collected < BURST || inFlight() > BURST / 10) return
    collected = now
    collect()
  })
}
