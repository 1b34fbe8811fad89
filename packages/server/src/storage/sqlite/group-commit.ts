import type { Publication } from '../database'

/** One piece of work of a round, run inside the round's transactions. */
export interface Outcome {
  /** Settles the caller's promise; called only when the round is durable. */
  readonly settle: () => void
  readonly publications: readonly Publication[]
  readonly effects: readonly (() => void)[]
}

export interface Rounds {
  /** Resolves when the work that came together with the first piece has arrived. Without it a round begins at once. */
  readonly gather?: () => Promise<void>
  /** Runs all waiting work in one or more transactions, and commits them before it returns. */
  readonly commit: () => Promise<readonly Outcome[]>
  readonly hasWork: () => boolean
  /** Makes durable all commits that returned before the call. */
  readonly sync: () => Promise<void>
  readonly publish: (publications: readonly Publication[]) => void
  /** The log could not be made durable: no more responses may be sent. */
  readonly onFatal: (error: Error) => void
}

/**
 * Group commit: while one commit is being made durable, arriving work is stored in the next round. One `fdatasync`
 * serves a whole round. Results are then published and returned in the order of commits.
 */
export class GroupCommit {
  private committed = 0
  private durable = 0
  private running: Promise<void> | undefined
  private broken = false
  /** Callers that wait for the end of the current round. */
  private readonly unsettled: (() => void)[] = []

  constructor(private readonly rounds: Rounds) {}

  /** Signals that there is work. */
  wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined
      if (this.rounds.hasWork() && !this.broken) this.wake()
    })
  }

  /** Call this as soon as a COMMIT with writes has returned, because reads can see the data from then on. */
  committedOne(): void {
    this.committed++
  }

  /** Resolves when everything committed so far is durable: at the end of this round, whatever rounds follow. */
  settled(): Promise<void> {
    if (this.durable === this.committed) return Promise.resolve()
    return new Promise((resolve) => this.unsettled.push(resolve))
  }

  /** Resolves when no work is left. */
  async idle(): Promise<void> {
    while (this.running && !this.broken) await this.running
  }

  private async run(): Promise<void> {
    while (this.rounds.hasWork() && !this.broken) {
      await this.rounds.gather?.()
      const outcomes = await this.rounds.commit()
      if (this.durable < this.committed) {
        try {
          await this.rounds.sync()
        } catch (error) {
          this.broken = true
          this.rounds.onFatal(error as Error)
          return
        }
      }
      this.durable = this.committed
      for (const { effects, publications, settle } of outcomes) {
        for (const effect of effects) effect()
        if (publications.length > 0) this.rounds.publish(publications)
        settle()
      }
      for (const resolve of this.unsettled.splice(0)) resolve()
    }
  }
}
