import type { Clock } from './clock'

export interface Rate {
  /** Calls at once. */
  readonly burst: number
  readonly perSecond: number
}

interface Bucket {
  tokens: number
  /** When `tokens` was true, in epoch milliseconds. */
  atMs: number
}

export interface RateLimitsOptions<Name extends string> {
  readonly clock: Pick<Clock, 'now'>
  /** `null`: never limited. */
  readonly rates: Readonly<Record<Name, Rate | null>>
  /** Buckets kept for each rate. */
  readonly maxBuckets?: number
}

/**
 * Token buckets per rate and caller. Memory is bounded: a bucket that has filled up again is as good as a new one and is
 * forgotten first, then the oldest.
 */
export class RateLimits<Name extends string> {
  private readonly clock: Pick<Clock, 'now'>
  private readonly rates: Readonly<Record<Name, Rate | null>>
  private readonly maxBuckets: number
  private readonly buckets = new Map<Name, Map<string, Bucket>>()

  constructor({ clock, rates, maxBuckets = 100_000 }: RateLimitsOptions<Name>) {
    this.clock = clock
    this.rates = rates
    this.maxBuckets = maxBuckets
  }

  /**
   * Takes one token.
   * @param caller who is counted: a user id, or an address without one
   * @returns 0 when allowed, else after how many milliseconds there is a token again
   */
  take(name: Name, caller: string): number {
    const rate = this.rates[name]
    if (!rate) return 0
    const bucket = this.bucket(name, rate, caller)
    if (bucket.tokens < 1) return Math.ceil(((1 - bucket.tokens) / rate.perSecond) * 1_000)
    bucket.tokens--
    return 0
  }

  /**
   * Takes tokens for work that was done: the bucket may go below empty, and the caller's next `take` then waits until the
   * debt is paid.
   */
  charge(name: Name, caller: string, tokens: number): void {
    const rate = this.rates[name]
    if (rate) this.bucket(name, rate, caller).tokens -= tokens
  }

  /** Whether less than a tenth of the tokens is left; takes none. */
  isLow(name: Name, caller: string): boolean {
    const rate = this.rates[name]
    const bucket = this.buckets.get(name)?.get(caller)
    return rate !== null && bucket !== undefined && tokensAt(bucket, rate, this.clock.now()) < rate.burst / 10
  }

  private bucket(name: Name, rate: Rate, caller: string): Bucket {
    const nowMs = this.clock.now()
    const buckets = this.buckets.get(name) ?? new Map<string, Bucket>()
    this.buckets.set(name, buckets)
    const held = buckets.get(caller)
    if (held) {
      held.tokens = tokensAt(held, rate, nowMs)
      held.atMs = nowMs
      return held
    }
    if (buckets.size >= this.maxBuckets) this.makeRoom(buckets, rate, nowMs)
    const made = { tokens: rate.burst, atMs: nowMs }
    buckets.set(caller, made)
    return made
  }

  private makeRoom(buckets: Map<string, Bucket>, rate: Rate, nowMs: number): void {
    for (const [caller, bucket] of buckets) if (tokensAt(bucket, rate, nowMs) >= rate.burst) buckets.delete(caller)
    // A tenth at a time, so that a flood of callers does not make every call look at all buckets.
    const keep = Math.floor(this.maxBuckets * 0.9)
    for (const caller of buckets.keys()) {
      if (buckets.size <= keep) return
      buckets.delete(caller)
    }
  }
}

/** A clock that went back adds nothing. */
const tokensAt = ({ tokens, atMs }: Bucket, { burst, perSecond }: Rate, nowMs: number): number =>
  Math.min(burst, tokens + (Math.max(0, nowMs - atMs) / 1_000) * perSecond)
