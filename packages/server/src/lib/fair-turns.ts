import { fail } from './fail'

export interface FairTurnsOptions {
  /** Runs at the same time, each for another owner. */
  readonly atOnce: number
  /** Long runs at the same time; fewer than `atOnce`, so that short ones never wait for long ones alone. */
  readonly longAtOnce?: number
  /** Runs of one owner that wait or go on. */
  readonly perOwner: number
  /** Runs of all owners that wait or go on. */
  readonly inAll: number
  /** Long runs of all owners that wait or go on; by default as many as of any length. */
  readonly longInAll?: number
  /** The suggested wait for callers without room, in milliseconds. */
  readonly retryAfterMs: number
}

/** How long a run takes a turn. */
type Length = 'short' | 'long'

interface Waiting {
  readonly length: Length
  readonly start: () => void
}

export interface TakeOptions {
  /** Takes a run out of the queue: it then throws the signal's reason. A run that goes on is not touched. */
  readonly signal?: AbortSignal | undefined
  readonly length?: Length
}

/**
 * Runs a few tasks at a time, one for each owner. Owners take turns, for any length of their queues, and tasks of one
 * owner keep their order. Long tasks leave room for short ones of other owners.
 */
export class FairTurns<Owner> {
  /** In the order in which owners get their next turn. */
  private readonly waiting = new Map<Owner, Waiting[]>()
  private readonly running = new Map<Owner, Length>()
  private total = 0
  private totalLong = 0

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
   * @throws Failure as `requireRoom` does
   */
  async take<T>(owner: Owner, run: () => Promise<T>, { signal, length = 'short' }: TakeOptions = {}): Promise<T> {
    signal?.throwIfAborted()
    this.requireRoom(owner)
    if (length === 'long') this.requireRoomForLong()
    const longs = length === 'long' ? 1 : 0
    this.total++
    this.totalLong += longs
    try {
      await this.turn(owner, { signal, length })
      try {
        return await run()
      } finally {
        this.running.delete(owner)
        this.putBehind(owner)
      }
    } finally {
      this.total--
      this.totalLong -= longs
      this.startNext()
    }
  }

  private requireRoomForLong(): void {
    const { inAll, longInAll = inAll, retryAfterMs } = this.options
    if (this.totalLong >= longInAll) throw fail('unavailable', { retryAfterMs })
  }

  private turn(owner: Owner, { signal, length }: TakeOptions & { readonly length: Length }): Promise<void> {
    return new Promise((resolve, reject) => {
      const leave = () => {
        this.drop(owner, entry)
        reject(signal?.reason)
      }
      const entry = {
        length,
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
      if (!first || this.running.has(owner) || !this.hasTurn(first.length)) continue
      this.drop(owner, first)
      this.running.set(owner, first.length)
      first.start()
    }
  }

  private hasTurn(length: Length): boolean {
    const { atOnce, longAtOnce = atOnce } = this.options
    return length === 'short' || [...this.running.values()].filter((one) => one === 'long').length < longAtOnce
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
