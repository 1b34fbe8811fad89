import type { Clock } from '../lib/clock'
import { fail } from '../lib/fail'

interface Failures {
  count: number
  lastAtMs: number
}

interface Rule {
  /** Failures without a pause. */
  readonly free: number
  readonly maxPauseMs: number
}

/** An account's pauses stay short: somebody else causes them. An address's grow. */
const rules = {
  account: { free: 10, maxPauseMs: 60_000 },
  address: { free: 30, maxPauseMs: 15 * 60_000 },
} as const satisfies Record<string, Rule>

/** From so many failures on a try takes a proof of work, long before there are pauses. */
const challengedFrom = { account: 3, address: 10 } as const

const firstPauseMs = 1_000
/** Failures are forgotten after this long without another one. */
const forgetMs = 60 * 60_000
const maxEntries = 100_000

const keysOf = (login: string, address: string) => ({
  account: `account ${login.slice(0, 64)}`,
  address: `address ${address}`,
})

/**
 * A growing pause after failed sign-ins, per account and per address. It counts what was typed, whether there is such an
 * account or not, and it counts before the password is looked at, so that many tries at once gain nothing.
 */
export class LoginThrottle {
  private readonly failures = new Map<string, Failures>()

  constructor(private readonly clock: Pick<Clock, 'now'>) {}

  /** Whether a try must bring a proof of work. */
  needsChallenge(login: string, address: string): boolean {
    const keys = keysOf(login, address)
    return this.recent(keys.account) >= challengedFrom.account || this.recent(keys.address) >= challengedFrom.address
  }

  /**
   * Counts a try as failed.
   * @returns takes the count back after success; an address keeps what others did from it
   * @throws `rate_limited` while there is a pause
   */
  attempt(login: string, address: string): () => void {
    const keys = keysOf(login, address)
    const pauseMs = Math.max(this.pause(keys.account, rules.account), this.pause(keys.address, rules.address))
    if (pauseMs > 0) throw fail('rate_limited', { retryAfterMs: pauseMs })
    this.count(keys.account)
    const ofAddress = this.count(keys.address)
    return () => {
      this.failures.delete(keys.account)
      ofAddress.count--
    }
  }

  /** Failures that are not forgotten yet. */
  private recent(key: string): number {
    const held = this.failures.get(key)
    return held && this.clock.now() - held.lastAtMs <= forgetMs ? held.count : 0
  }

  private pause(key: string, { free, maxPauseMs }: Rule): number {
    const held = this.failures.get(key)
    if (!held) return 0
    const nowMs = this.clock.now()
    // A clock that was set back must not lengthen a pause by as much.
    if (nowMs < held.lastAtMs) held.lastAtMs = nowMs
    const sinceMs = nowMs - held.lastAtMs
    if (sinceMs > forgetMs) {
      this.failures.delete(key)
      return 0
    }
    if (held.count < free) return 0
    return Math.min(maxPauseMs, firstPauseMs * 2 ** Math.min(held.count - free, 30)) - sinceMs
  }

  private count(key: string): Failures {
    const held = this.failures.get(key) ?? { count: 0, lastAtMs: 0 }
    held.count++
    held.lastAtMs = this.clock.now()
    this.failures.delete(key)
    this.failures.set(key, held)
    if (this.failures.size > maxEntries) {
      for (const oldest of this.failures.keys()) {
        this.failures.delete(oldest)
        break
      }
    }
    return held
  }
}
