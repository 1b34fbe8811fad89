import type { Appended, Database, Queries, Transaction } from '../storage/database'
import type { NewMessage } from '../storage/schema'

/** A read whose answer a test keeps back. */
export interface HeldRead {
  /** Resolves when the database has answered. */
  readonly answered: Promise<void>
  /** Hands the answer over. */
  release(): void
  /** Lets the read fail in place of its answer, once it is released. */
  breakOff(): void
}

interface Plan {
  readonly answered: () => void
  readonly released: Promise<void>
  broken: boolean
}

/** A database whose reads can be slow, as over a slow network, or fail, as with a lost connection. */
export class HeldReads implements Database {
  /** The faults of the next reads, in order; nothing for one that works. */
  private readonly plans: (Plan | undefined)[] = []
  private failingWrites = 0

  constructor(private readonly inner: Database) {}

  get epoch(): string {
    return this.inner.epoch
  }

  get waiting(): number {
    return this.inner.waiting
  }

  get reachable(): boolean {
    return this.inner.reachable
  }

  now(): number {
    return this.inner.now()
  }

  /** Keeps back the answer of the next read that is not planned for yet, or of one some places after it. */
  hold(after = 0): HeldRead {
    const answered = Promise.withResolvers<void>()
    const released = Promise.withResolvers<void>()
    const plan: Plan = { answered: answered.resolve, released: released.promise, broken: false }
    for (let at = 0; at < after; at++) this.plans.push(undefined)
    this.plans.push(plan)
    const breakOff = () => {
      plan.broken = true
    }
    return { answered: answered.promise, release: released.resolve, breakOff }
  }

  /** Makes the next write fail before it begins. */
  failWrite(): void {
    this.failingWrites++
  }

  /** Lets the next read that is not planned for yet fail. */
  fail(): void {
    const read = this.hold()
    read.breakOff()
    read.release()
  }

  async read<T>(run: (db: Queries) => Promise<T>): Promise<T> {
    const plan = this.plans.shift()
    const answer = await this.inner.read(run)
    plan?.answered()
    await plan?.released
    if (plan?.broken) throw new Error('The connection is lost.')
    return answer
  }

  async write<T>(run: (tx: Transaction) => Promise<T>): Promise<T> {
    if (this.failingWrites > 0) {
      this.failingWrites--
      throw new Error('The connection is lost.')
    }
    return this.inner.write(run)
  }

  appendMessage(message: NewMessage): Promise<Appended> {
    return this.inner.appendMessage(message)
  }

  stop(): Promise<void> {
    return this.inner.stop()
  }
}
