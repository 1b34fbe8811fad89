import { isService } from '../lib/caller'
import { errorFields, type Logger } from '../lib/logger'
import { durationBuckets, type Metrics } from '../lib/metrics'
import type { SampledLog } from '../lib/sampled-log'
import { type CallReport, isCaller } from './dispatch'

/** A call that takes longer is worth a line of its own. */
const SLOW_MS = 1_000

export interface ReportOptions {
  readonly logger: Logger
  /** Takes what callers can cause as often as they like. */
  readonly sampled: SampledLog
  readonly metrics: Metrics
}

/**
 * Counts every call, and logs it: successes at `debug`, slow ones at `warn`. Samples of refusals are at `info`, of
 * server failures at `error`.
 */
export const createReport = ({ logger, sampled, metrics }: ReportOptions): ((report: CallReport) => void) => {
  const calls = metrics.counter({
    name: 'parley_calls_total',
    help: 'Calls by method and outcome.',
    labels: ['method', 'outcome'],
  })
  const durations = metrics.histogram({
    name: 'parley_call_duration_seconds',
    help: 'How long calls took.',
    labels: ['method'],
    buckets: durationBuckets,
  })
  return (report) => {
    calls.inc([report.method, report.outcome])
    durations.observe(report.durationMs / 1_000, [report.method])
    const level = levelOf(report)
    if (level === 'info' || level === 'error') sampled.write(level, 'call', () => fieldsOf(report))
    else if (logger.enabled(level)) logger[level]('call', fieldsOf(report))
  }
}

const levelOf = ({ outcome, durationMs, unexpected }: CallReport): 'debug' | 'info' | 'warn' | 'error' => {
  if (unexpected !== undefined) return 'error'
  if (outcome !== 'ok') return 'info'
  return durationMs > SLOW_MS ? 'warn' : 'debug'
}

const fieldsOf = ({ call, method, outcome, field, durationMs, unexpected }: CallReport) => ({
  requestId: call.requestId,
  method,
  transport: call.transport,
  outcome,
  field,
  durationMs: Math.round(durationMs * 1_000) / 1_000,
  ...(isCaller(call.who) ? { userId: call.who.userId, sessionId: call.who.sessionId } : { address: call.who.address }),
  ...(isService(call.who) ? { service: call.who.token.name } : {}),
  ...(unexpected === undefined ? {} : errorFields(unexpected)),
})
