/** Counts work that runs outside the event loop, such as queries of a database server, so that a fake clock can wait for it. */
export class OutsideWork {
  private running = 0
  private readonly waiting: (() => void)[] = []

  /** Counts a promise until it settles. */
  track<T>(work: Promise<T>): Promise<T> {
    this.running++
    const end = () => this.end()
    work.then(end, end)
    return work
  }

  get isIdle(): boolean {
    return this.running === 0
  }

  /** Waits inside counted work for a promise that a test settles. Until then, the work doesn't count. */
  async hold(until: Promise<unknown>): Promise<void> {
    this.end()
    try {
      await until
    } finally {
      this.running++
    }
  }

  /** Resolves when no work runs. */
  idle(): Promise<void> {
    return this.isIdle ? Promise.resolve() : new Promise((resolve) => this.waiting.push(resolve))
  }

  private end(): void {
    this.running--
    if (this.running === 0) for (const resolve of this.waiting.splice(0)) resolve()
  }
}
