import { limits, type RateName } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { RateLimits } from '../lib/rate-limits'

/** Bytes that a store writes again for one token. */
const AGAIN_BYTES = 1024 * 1024

/**
 * Bounds the uploads of one account: how many arrive at the same time, and how fast they begin. Requests count before
 * anything is read for them, also those for uploads that the account doesn't have.
 */
export class UploadTurns {
  private readonly underWay = new Map<number, number>()

  constructor(private readonly limiter: Pick<RateLimits<RateName>, 'take' | 'charge'>) {}

  /**
   * Takes a token for a request that brings no bytes.
   * @throws Failure with `rate_limited`
   */
  take({ userId }: Caller): void {
    const waitMs = this.limiter.take('upload', userId)
    if (waitMs > 0) throw fail('rate_limited', { retryAfterMs: waitMs })
  }

  /**
   * Charges what a store wrote again for an append, beyond the bytes that it brought. An object store writes the last
   * piece of a file again for each single byte.
   */
  chargeAgain({ userId }: Caller, { again, brought }: { readonly again: number; readonly brought: number }): void {
    const tokens = Math.round((again - brought) / AGAIN_BYTES)
    if (tokens > 0) this.limiter.charge('upload', userId, tokens)
  }

  /**
   * Runs while the bytes of one upload arrive.
   * @throws Failure with `rate_limited`, and what `run` throws
   */
  async run<T>(caller: Caller, run: () => Promise<T>): Promise<T> {
    const { userKey } = caller
    const others = this.underWay.get(userKey) ?? 0
    if (others >= limits.uploadsAtOnce) throw fail('rate_limited', { retryAfterMs: 1_000 })
    this.take(caller)
    this.underWay.set(userKey, others + 1)
    try {
      return await run()
    } finally {
      const left = (this.underWay.get(userKey) ?? 1) - 1
      if (left > 0) this.underWay.set(userKey, left)
      else this.underWay.delete(userKey)
    }
  }
}
