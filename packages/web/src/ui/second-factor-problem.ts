import { asParleyError } from '@parley/sdk/error'
import type { T } from '../i18n/catalog'
import type { Format } from '../i18n/format'
import { problemText } from './problem-text'

/** Pauses from this length on are those of an account with too many wrong codes. */
const longPauseMs = 5 * 60_000

/** The text for a refused code of the second factor. After too many wrong codes, it says how long to wait, and that recovery codes still work. */
export const secondFactorProblem = (t: T, thrown: unknown, format: Pick<Format, 'dateTime'>): string => {
  const { code, retryAfterMs = 0 } = asParleyError(thrown)
  if (code !== 'rate_limited' || retryAfterMs < longPauseMs) return problemText(t, thrown)
  return t('secondFactorPaused', { when: format.dateTime(Date.now() + retryAfterMs) })
}
