import { fail } from './fail'

export interface FairTurnsOptions {
  /** Runs at the same time, each for another owner. */
  readonly atOnce: number
  /** Runs of one owner that wait or go on. */
  readonly perOwner: number
  /** Runs of all owners that wait or go on. */
  readonly inAll: number
  /** What callers are told to wait when there is no room, in milliseconds. */
  readonly retryAfterMs: number
}

interface Waiting {
  readonly start: () => void
}

/**
 * Lets a few runs go on at a time, one for each owner. Owners take turns, whatever one of them has waiting, and each one's own
 * runs keep their order.
 */
export class FairTurns<Owner> {
  /** In the order in which owners get their next turn. */
  private readonly waiting = new Map<Owner, Waiting[]>()
  private readonly running = new Set<Owner>()
  private total = 0

  constructor(private readonly options: FairTurnsOptions) {}

  /** Runs that wait or go on. */
  get length(): number {
    return this.total
  }

  /** @throws Failure with `rate_limited` when the owner has enough waiting, `unavailable` when all owners together have */
  requireRoom(owner: Owner): void {
    const { perOwner, inAll, retryAfterMs } = this.options
    const own = (this.waiting.get(owner)?.length ?? 0) + (this.running.has(owner) ? 1 : 0)
    if (own >= perOwner) throw fail('rate_limited', { retryAfterMs })
    if (this.total >= inAll) throw fail('unavailable', { retryAfterMs })
  }

  /**
   * Runs something when it is the owner's turn; answers or throws what that does.
   * @param signal takes a run out of the queue: it then throws the signal's reason. A run that goes on is not touched.
   * @throws Failure as `requireRoom` does
   */
  async take<T>(owner: Owner, run: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted()
    this.requireRoom(owner)
    this.total++
    try {
      await this.turn(owner, signal)
      try {
        return await run()
      } finally {
        this.running.delete(owner)
        this.putBehind(owner)
      }
    } finally {
      this.total--
      this.startNext()
    }
  }

  private turn(owner: Owner, signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.drop(owner, entry)
        reject(signal?.reason)
      }
      const entry = {
        start: () => {
          signal?.removeEventListener('abort', leave)
          resolve()
        },
      }
      signal?.addEventListener('abort', leave, { once: true })
      const own = this.waiting.get(owner)
      if (own) own.push(entry)
      else this.waiting.set(owner, [entry])
      this.startNext()
    })
  }

  private startNext(): void {
    for (const [owner, [first]] of this.waiting) {
      if (this.running.size >= this.options.atOnce) return
      if (!first || this.running.has(owner)) continue
      this.drop(owner, first)
      this.running.add(owner)
      first.start()
    }
  }

  private drop(owner: Owner, entry: Waiting): void {
    const left = (this.waiting.get(owner) ?? []).filter((one) => one !== entry)
    if (left.length > 0) this.waiting.set(owner, left)
    else this.waiting.delete(owner)
  }

  private putBehind(owner: Owner): void {
    const own = this.waiting.get(owner)
    if (!own) return
    this.waiting.delete(owner)
    this.waiting.set(owner, own)
  }
}
