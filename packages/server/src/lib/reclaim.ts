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
/** Garbage lies between what stays of those who came: collected this often, its places are taken by the next ones. */
const STRETCH = 4_000

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
    if (!over && now - collected < STRETCH) return
    if (over) settled = now
    collected = now
    collect()
  })
}
