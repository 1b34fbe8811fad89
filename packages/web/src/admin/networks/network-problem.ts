import { asParleyError } from '@parley/sdk/error'
import type { T } from '../../i18n'
import { problemText } from '../../ui/problem'

const keys = {
  forbidden: 'networkOwn',
  invalid_params: 'networkWrong',
  too_large: 'waveTooLarge',
  conflict: 'waveChanged',
  too_late: 'waveTooLate',
} as const

/** The text for a refused call about networks or spam waves. */
export const networkProblem = (t: T, thrown: unknown): string => {
  const { code } = asParleyError(thrown)
  return Object.hasOwn(keys, code) ? t(keys[code as keyof typeof keys]) : problemText(t, thrown)
}
