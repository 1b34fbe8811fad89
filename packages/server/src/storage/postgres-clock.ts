import type { Clock } from '../lib/clock'

/** Measurements that took longer say too little. */
const PRECISE_MS = 20
/** After this long, a measurement counts whatever it took. */
const OLD_MS = 30_000

/** The database's clock as this node knows it: its own clock, and how far that is off. */
export class PostgresClock {
  private measuredAt = Number.NEGATIVE_INFINITY
  private offsetMs = 0

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** How far the database's clock is before this machine's, in milliseconds. */
  get skewMs(): number {
    return this.offsetMs
  }

  now(): number {
    return Math.round(this.clock.now() + this.offsetMs)
  }

  /** Takes in what the database's clock said between two moments of this machine's. */
  note(databaseMs: number, { sentAt, heardAt }: { sentAt: number; heardAt: number }): void {
    if (heardAt - sentAt > PRECISE_MS && heardAt - this.measuredAt < OLD_MS) return
    this.offsetMs = databaseMs - (sentAt + heardAt) / 2
    this.measuredAt = heardAt
  }
}
