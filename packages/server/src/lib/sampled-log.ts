import type { Clock } from './clock'
import type { LogFields } from './log-fields'
import type { Logger } from './logger'
import { RateLimits } from './rate-limits'

type SampledLevel = 'info' | 'error'

/** Lines written at once, then a second; the rest are only counted. */
const rates = {
  info: { burst: 50, perSecond: 5 },
  error: { burst: 100, perSecond: 10 },
} as const
/** The number of lines left out is logged after this time. */
const SUMMARY_MS = 10_000

/**
 * Log lines that callers can cause as often as they like. A flood writes a few of them, and now and then how many were left
 * out, so that it can't fill the disk.
 */
export class SampledLog {
  private readonly written: RateLimits<SampledLevel>
  private leftOut = 0

  constructor(private readonly options: { readonly logger: Logger; readonly clock: Clock }) {
    this.written = new RateLimits({ clock: options.clock, rates })
  }

  /** Writes a line, or counts it as left out. The fields are made only when they are written. */
  write(level: SampledLevel, message: string, fields: () => LogFields): void {
    const { logger } = this.options
    if (!logger.enabled(level)) return
    if (this.written.take(level, 'all') > 0) this.leaveOut()
    else logger[level](message, fields())
  }

  private leaveOut(): void {
    const { clock, logger } = this.options
    this.leftOut++
    if (this.leftOut > 1) return
    clock.setTimeout(() => {
      logger.info('more lines like these were left out', { count: this.leftOut })
      this.leftOut = 0
    }, SUMMARY_MS)
  }
}
