import { limits } from '@parley/protocol'
import { isCaller } from '../dispatch/dispatch'
import type { Caller, Stranger } from '../lib/caller'
import { fail } from '../lib/fail'
import { readBody } from './body'

const RETRY_MS = 1_000
const crowded = "Too many of your requests haven't arrived whole yet. Finish them, or wait a moment."

/**
 * Pending request bodies. Their received part is in memory for as long as the sender likes. So their number is bounded:
 * by account, and without a session by address and in total. A further one is refused without storing any of it.
 */
export class Bodies {
  private readonly arriving = new Map<string, number>()
  private ofStrangers = 0

  /** @param bounds whether their number is bounded at all */
  constructor(private readonly bounds: boolean) {}

  /**
   * The text of a request's body.
   * @throws Failure with `rate_limited`, and what `readBody` throws
   */
  async read(request: Request, who: Caller | Stranger): Promise<string> {
    if (!this.bounds || !request.body) return readBody(request)
    const [sender, most] = isCaller(who)
      ? [who.userId, limits.connectionsPerAccount]
      : [who.address, limits.strangersPerAddress]
    const others = this.arriving.get(sender) ?? 0
    if (others >= most || (!isCaller(who) && this.ofStrangers >= limits.strangers))
      throw fail('rate_limited', { retryAfterMs: RETRY_MS, message: crowded })
    this.arriving.set(sender, others + 1)
    if (!isCaller(who)) this.ofStrangers++
    try {
      return await readBody(request)
    } finally {
      if (!isCaller(who)) this.ofStrangers--
      const left = (this.arriving.get(sender) ?? 1) - 1
      if (left > 0) this.arriving.set(sender, left)
      else this.arriving.delete(sender)
    }
  }
}
