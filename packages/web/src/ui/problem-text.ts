import { asParleyError } from '@parley/sdk/error'
import type { T } from '../i18n/catalog'
import { errorText } from '../i18n/error-text'

/** The error text for a failed call: what happened and what to do next. */
export const problemText = (t: T, thrown: unknown): string => {
  const error = asParleyError(thrown)
  return errorText(t, error.unanswered ? 'offline' : error.code)
}
