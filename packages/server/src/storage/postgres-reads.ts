import { Failure, fail } from '../lib/fail'
import type { Queries } from './database'
import { gathering } from './gathered'

type Run<T> = (db: Queries) => Promise<T>

interface PendingRead {
  readonly run: Run<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface SharedReadsOptions {
  /** Runs queries on one snapshot of one connection, which `begin` makes. */
  readonly snapshot: <T>(run: Run<T>, begin: string) => Promise<T>
}

const BEGIN = 'begin isolation level repeatable read, read only'
/** What many ask is asked for by keys: the plan that was made for any of them is as good as one made anew, which costs more. */
const BEGIN_SHARED = `${BEGIN}; set local plan_cache_mode = force_generic_plan`

/** Snapshots at a time; the other connections are left to what writes. */
const SNAPSHOTS = 4
/**
 * Reads that share a snapshot. Their queries go out together, and are answered together: the more there are, the less each
 * costs, and the longer is the turn in which all of them go on (about 10 ms).
 */
const SHARED_READS = 512
/** Reads that wait; beyond them it is `unavailable` at once. */
const WAITING_MAX = 50_000

/**
 * Reads that find all snapshots under way wait and then share the next one: when thousands of clients come back at once, it
 * is round trips and transactions that cost, not rows.
 */
export class SharedReads {
  private readonly waiting: PendingRead[] = []
  private running = 0

  constructor(private readonly options: SharedReadsOptions) {}

  /** Runs queries on one snapshot, which others may see as well. */
  read<T>(run: Run<T>): Promise<T> {
    if (this.waiting.length >= WAITING_MAX) return Promise.reject(fail('unavailable'))
    return new Promise<T>((resolve, reject) => {
      this.waiting.push({ run, resolve: resolve as PendingRead['resolve'], reject })
      this.fill()
    })
  }

  private fill(): void {
    while (this.running < SNAPSHOTS && this.waiting.length > 0) void this.round(this.waiting.splice(0, SHARED_READS))
  }

  private async round(reads: readonly PendingRead[]): Promise<void> {
    this.running++
    const failed = await this.together(reads)
    for (const read of failed) await this.alone(read)
    this.running--
    this.fill()
  }

  /** Answers the reads that a query of another one did not spoil: a failed query ends the transaction for all that share it. */
  private async together(reads: readonly PendingRead[]): Promise<readonly PendingRead[]> {
    if (reads.length === 1) return reads
    const failed: PendingRead[] = []
    const settle = async (db: Queries, read: PendingRead): Promise<void> => {
      try {
        const value = await read.run(db)
        read.resolve(value)
      } catch (error) {
        if (error instanceof Failure) read.reject(error)
        else failed.push(read)
      }
    }
    try {
      const all = (db: Queries) => gathering(db, () => Promise.all(reads.map((read) => settle(db, read))))
      await this.options.snapshot(all, BEGIN_SHARED)
      return failed
    } catch {
      // Whoever has an answer keeps it: a promise settles once.
      return reads
    }
  }

  private async alone({ run, resolve, reject }: PendingRead): Promise<void> {
    await this.options.snapshot(run, BEGIN).then(resolve, reject)
  }
}
