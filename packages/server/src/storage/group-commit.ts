import type { Publication } from './database'

/** One piece of work of a round, run inside the round's transactions. */
export interface Outcome {
  /** Answers the caller; called only when the round is durable. */
  readonly settle: () => void
  readonly publications: readonly Publication[]
  readonly effects: readonly (() => void)[]
}

export interface Rounds {
  /** Resolves when what came together with the first piece of work has arrived. Without it a round begins at once. */
  readonly gather?: () => Promise<void>
  /** Runs everything that waits, as one or more transactions that are committed when it returns. */
  readonly commit: () => Promise<readonly Outcome[]>
  readonly hasWork: () => boolean
  /** Makes all commits durable that returned before it was called. */
  readonly sync: () => Promise<void>
  readonly publish: (publications: readonly Publication[]) => void
  /** The log could not be made durable: nothing may be answered any more. */
  readonly onFatal: (error: Error) => void
}

/**
 * Group commit: everything that arrives while one commit is being made durable is stored in the next round, and one
 * `fdatasync` serves a whole round. Results are published and answered in the order of commits, after it.
 */
export class GroupCommit {
  private committed = 0
  private durable = 0
  private running: Promise<void> | undefined
  private broken = false
  /** Who waits for the end of the round that is being made durable. */
  private readonly unsettled: (() => void)[] = []

  constructor(private readonly rounds: Rounds) {}

  /** Says that there is work. */
  wake(): void {
    this.running ??= this.run().finally(() => {
      this.running = undefined
      if (this.rounds.hasWork() && !this.broken) this.wake()
    })
  }

  /** To be called as soon as a COMMIT that wrote something has returned: from then on reads can see it. */
  committedOne(): void {
    this.committed++
  }

  /** Resolves when everything committed so far is durable: with the end of this round, however many follow it. */
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
