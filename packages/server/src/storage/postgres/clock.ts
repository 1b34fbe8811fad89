import type { Clock } from '../../lib/clock'

/** Slower measurements are too inaccurate. */
const PRECISE_MS = 20
/** After this long, a measurement counts however slow it was. */
const OLD_MS = 30_000

/** The database's clock as this node knows it: its own clock and the offset. */
export class PostgresClock {
  private measuredAt = Number.NEGATIVE_INFINITY
  private offsetMs = 0

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** How far the database's clock is ahead of this machine's, in milliseconds. */
  get skewMs(): number {
    return this.offsetMs
  }

  now(): number {
    return Math.round(this.clock.now() + this.offsetMs)
  }

  /** Takes a reading of the database's clock between two moments of this machine's. */
  note(databaseMs: number, { sentAt, heardAt }: { sentAt: number; heardAt: number }): void {
    if (heardAt - sentAt > PRECISE_MS && heardAt - this.measuredAt < OLD_MS) return
    this.offsetMs = databaseMs - (sentAt + heardAt) / 2
    this.measuredAt = heardAt
  }
}
