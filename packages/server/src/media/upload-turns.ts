import { limits, type UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'

/** Bounds the uploads of one account: how many arrive at the same time, and how fast they begin. */
export class UploadTurns {
  private readonly underWay = new Map<number, number>()

  /** @param mayUpload takes one upload; 0 when it is allowed, else after how many milliseconds it will be */
  constructor(private readonly mayUpload: (userId: UserId) => number) {}

  /**
   * Takes a token for a request that brings no bytes.
   * @throws Failure with `rate_limited`
   */
  take({ userId }: Caller): void {
    const waitMs = this.mayUpload(userId)
    if (waitMs > 0) throw fail('rate_limited', { retryAfterMs: waitMs })
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
