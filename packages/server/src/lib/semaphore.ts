/** Lets a few of something go on at a time; the others wait, in the order in which they came. */
export class Semaphore {
  private running = 0
  private readonly waiting: (() => void)[] = []

  constructor(private readonly most: number) {}

  /** How many wait. */
  get queueLength(): number {
    return this.waiting.length
  }

  /** Runs something when it is its turn; answers or throws what that does. */
  async take<T>(run: () => Promise<T>): Promise<T> {
    if (this.running >= this.most) await new Promise<void>((resolve) => this.waiting.push(resolve))
    else this.running++
    try {
      return await run()
    } finally {
      const next = this.waiting.shift()
      if (next) next()
      else this.running--
    }
  }
}
