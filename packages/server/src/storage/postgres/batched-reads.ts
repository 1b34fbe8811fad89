import { Failure, fail } from '../../lib/fail'
import type { Queries } from '../database'
import { gathering } from '../queries/gathered'

type Run<T> = (db: Queries) => Promise<T>

interface PendingRead {
  readonly run: Run<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

export interface SharedReadsOptions {
  /** Runs queries on one snapshot of one connection. */
  readonly snapshot: <T>(run: Run<T>) => Promise<T>
}

/** Concurrent snapshots; writers have the other connections. */
const SNAPSHOTS = 4
/**
 * Reads that share a snapshot. Their queries are sent and answered together. The more there are, the less each costs,
 * but the longer is the turn in which all of them continue (about 10 ms).
 */
const SHARED_READS = 512
/** Waiting reads. Further ones get `unavailable` at once. */
const WAITING_MAX = 50_000

/**
 * When all snapshots are in use, reads wait and then share the next one. When thousands of clients reconnect at once,
 * round trips and transactions cost more than rows.
 */
export class SharedReads {
  private readonly waiting: PendingRead[] = []
  private running = 0

  constructor(private readonly options: SharedReadsOptions) {}

  /** Runs queries on one snapshot, which other reads may share. */
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

  /** Settles the reads that another read's failed query did not affect: a failed query ends the shared transaction. */
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
      await this.options.snapshot(all)
      return failed
    } catch {
      // Finished reads keep their result: a promise settles once.
      return reads
    }
  }

  private async alone({ run, resolve, reject }: PendingRead): Promise<void> {
    await this.options.snapshot(run).then(resolve, reject)
  }
}
