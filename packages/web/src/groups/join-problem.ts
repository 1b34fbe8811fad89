import { asParleyError } from '@parley/sdk/error'
import type { T } from '../i18n/catalog'
import { errorText } from '../i18n/error-text'

/** The error text if joining failed, in terms of groups. */
export const joinProblem = (t: T, thrown: unknown): string => {
  const { code, unanswered } = asParleyError(thrown)
  if (code === 'not_found' && !unanswered) return t('joinNotFound')
  return errorText(t, unanswered ? 'offline' : code)
}
