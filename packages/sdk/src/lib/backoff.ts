import type { RandomBytes } from '@parley/protocol/ids'
import { fraction } from './random'

const firstMs = 500
const mostMs = 15_000

/**
 * The pause before attempt number `attempt` (0 is the first repetition), with full jitter. So clients of a lost server
 * do not all reconnect at once. See "Exponential Backoff And Jitter", AWS Architecture Blog.
 */
export const backoffMs = (attempt: number, random: RandomBytes): number =>
  Math.round(fraction(random) * Math.min(mostMs, firstMs * 2 ** Math.min(attempt, 10)))
