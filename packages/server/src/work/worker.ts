import { type Clock, every } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { Lease, Leases } from './leases'

/** A piece of background work that one node does at a time. */
export interface Job {
  readonly name: string
  /** At most this often. */
  readonly everyMs: number
  /** Does a bounded part; true when there is more. Each of its transactions calls `leases.require` first. */
  run(lease: Lease): Promise<boolean>
}

export interface WorkerOptions {
  readonly leases: Leases
  readonly jobs: readonly Job[]
  readonly clock: Clock
  readonly logger: Logger
}

interface Held {
  lease: Lease
  takenAt: number
  dueAt: number
  doneAt: number
}

const LOOK_MS = 10_000
/** Renewed after this part of its time, so that a healthy holder keeps a lease. */
const RENEW_AFTER = 1 / 3

/** Does the jobs whose lease this node holds; when it dies, another node takes them. */
export class Worker {
  private readonly held = new Map<Job, Held>()
  private stopTimer: (() => void) | undefined
  private looking: Promise<void> = Promise.resolve()

  constructor(private readonly options: WorkerOptions) {}

  start(): void {
    this.stopTimer = every(this.options.clock, LOOK_MS, () => this.lookForWork())
  }

  /** Finishes the part that is under way and lets other nodes go on at once. */
  async stop(): Promise<void> {
    this.stopTimer?.()
    await this.looking
    const leases = [...this.held.values()].map(({ lease }) => lease)
    this.held.clear()
    await Promise.allSettled(leases.map((lease) => this.options.leases.giveBack(lease)))
  }

  /** How long ago the job that waits longest was done; undefined when other nodes do all of them. */
  get lagMs(): number | undefined {
    const nowMs = this.options.clock.now()
    const lags = [...this.held.values()].map(({ doneAt }) => nowMs - doneAt)
    return lags.length > 0 ? Math.max(...lags) : undefined
  }

  /** Takes or renews the leases, and does what is due. */
  lookForWork(): Promise<void> {
    this.looking = this.looking.then(() => this.lookAtAll())
    return this.looking
  }

  private async lookAtAll(): Promise<void> {
    for (const job of this.options.jobs) {
      try {
        await this.lookAt(job)
      } catch (error) {
        this.held.delete(job)
        this.options.logger.warn('background work failed', { job: job.name, ...errorFields(error) })
      }
    }
  }

  private async lookAt(job: Job): Promise<void> {
    const { clock, leases } = this.options
    const nowMs = clock.now()
    const before = this.held.get(job)
    if (before && before.dueAt > nowMs && nowMs - before.takenAt < leases.lastsMs * RENEW_AFTER) return
    const lease = await leases.take(job.name)
    if (!lease) {
      this.held.delete(job)
      return
    }
    const held = { dueAt: nowMs, doneAt: nowMs, ...before, lease, takenAt: nowMs }
    this.held.set(job, held)
    if (held.dueAt > nowMs) return
    const more = await job.run(lease)
    held.dueAt = more ? nowMs : nowMs + job.everyMs
    held.doneAt = clock.now()
  }
}
