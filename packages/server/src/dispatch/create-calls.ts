import type { RateName } from '@parley/protocol'
import type { Peers } from '../bus/peers'
import type { Clock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import type { Metrics } from '../lib/metrics'
import type { RateLimits } from '../lib/rate-limits'
import { SampledLog } from '../lib/sampled-log'
import { Dispatch, type DispatchOptions } from './dispatch'
import { ForwardedCalls } from './forwarded-calls'
import { Refusals } from './refusals'
import { createReport } from './report'

export interface CreateCallsOptions extends Omit<DispatchOptions, 'report'> {
  readonly limiter: RateLimits<RateName>
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Nodes to forward the calls of this node's connections to; undefined where this node runs them. */
  readonly forwardTo: Peers | undefined
}

/** Wires the executor of calls here, and that of this node's connections. */
export const createCalls = ({ clock, logger, metrics, forwardTo, ...options }: CreateCallsOptions) => {
  const sampled = new SampledLog({ logger, clock })
  const refusals = new Refusals({ limiter: options.limiter, metrics })
  const dispatch = new Dispatch({ ...options, report: createReport({ logger, sampled, metrics }) })
  const calls = forwardTo ? new ForwardedCalls({ here: dispatch, peers: forwardTo }) : dispatch
  return { dispatch, calls, refusals, sampled }
}
