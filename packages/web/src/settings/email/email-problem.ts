import { asParleyError } from '@parley/sdk/error'
import type { T } from '../../i18n/catalog'
import { problemText } from '../../ui/problem-text'

/** An error at one of the fields. */
export interface EmailProblem {
  readonly field: 'email' | 'password'
  readonly text: string
}

/** Catches typing errors early. The server decides. */
export const looksLikeAddress = (text: string): boolean => /^[^\s@]+@[^\s@]+\.[^\s@.]{2,}$/.test(text.trim())

/** Assigns the server's refusal to its field. */
export const emailRefused = (t: T, thrown: unknown): EmailProblem => {
  const { code, field } = asParleyError(thrown)
  if (code === 'bad_credentials') return { field: 'password', text: t('oldPasswordWrong') }
  if (code === 'rate_limited' && field === undefined) return { field: 'email', text: t('tooManyCodes') }
  if (field === 'email') return { field: 'email', text: t('emailWrong') }
  return { field: 'password', text: problemText(t, thrown) }
}
