export interface AccountTurnsOptions {
  /** Calls of one account that run at the same time. */
  readonly atOnce: number
  /** Calls of one account that wait. */
  readonly waitingMax: number
}

interface Account {
  running: number
  readonly waiting: (() => void)[]
}

/**
 * A queue for each account: one account's calls wait for each other, never for those of another account. The next call
 * of a queue starts in a later turn of the event loop, so that a long queue never blocks the process.
 */
export class AccountTurns {
  private readonly accounts = new Map<string, Account>()

  constructor(private readonly options: AccountTurnsOptions) {}

  /** Accounts with a call that runs or waits. */
  get size(): number {
    return this.accounts.size
  }

  /** Whether the account's queue takes no more calls. */
  isFull(accountId: string): boolean {
    return (this.accounts.get(accountId)?.waiting.length ?? 0) >= this.options.waitingMax
  }

  /** Runs a call when it is its turn, before this returns if none is ahead of it. Resolves or rejects with what the call does. */
  async take<T>(accountId: string, run: () => T): Promise<Awaited<T>> {
    const account = this.accounts.get(accountId) ?? { running: 0, waiting: [] }
    this.accounts.set(accountId, account)
    if (account.running >= this.options.atOnce) await new Promise<void>((resolve) => account.waiting.push(resolve))
    else account.running++
    try {
      return await run()
    } finally {
      this.pass(accountId, account)
    }
  }

  private pass(accountId: string, account: Account): void {
    const next = account.waiting.shift()
    if (next) setImmediate(next)
    else if (--account.running === 0) this.accounts.delete(accountId)
  }
}
