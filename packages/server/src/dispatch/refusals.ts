import type { ErrorName, RateName } from '@parley/protocol'
import type { Caller, Stranger } from '../lib/caller'
import type { Counter, Metrics } from '../lib/metrics'
import type { RateLimits } from '../lib/rate-limits'
import type { Call } from './dispatch'
import { payerOf } from './payer'

export interface RefusalsOptions {
  readonly limiter: Pick<RateLimits<RateName>, 'take' | 'isLow'>
  readonly metrics: Metrics
}

/** A call, frame, request or upgrade that was refused. */
export interface Refusal {
  readonly who: Caller | Stranger
  readonly transport: Call['transport']
  readonly failure: ErrorName
}

/**
 * Refusals that cost the caller nothing else: they come before any other rate, or because of it. Refusals by a domain's rules
 * are bounded by the rate of their method.
 */
const counted: ReadonlySet<ErrorName> = new Set([
  'parse_error',
  'invalid_request',
  'method_not_found',
  'invalid_params',
  'unauthenticated',
  'account_disabled',
  'forbidden',
  'rate_limited',
  'too_large',
])

/** Counts refusals by user, or by address for strangers, and says when a caller has had too many. */
export class Refusals {
  private readonly total: Counter

  constructor(private readonly options: RefusalsOptions) {
    this.total = options.metrics.counter({
      name: 'parley_refusals_total',
      help: 'Calls, frames, requests and upgrades refused for their form, session or rate.',
      labels: ['transport', 'outcome'],
    })
  }

  /** Whether strangers from an address have nearly been refused too often. */
  isLow(address: string): boolean {
    return this.options.limiter.isLow('refused', address)
  }

  /**
   * Counts a refusal.
   * @returns 0, or in how many milliseconds the caller can be refused again; until then refusals end the connection
   */
  countRefusal({ who, transport, failure }: Refusal): number {
    if (!counted.has(failure)) return 0
    this.total.inc([transport, failure])
    const [, bucket] = payerOf(who)
    return this.options.limiter.take('refused', bucket)
  }
}
