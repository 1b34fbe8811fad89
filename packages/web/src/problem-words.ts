import { asParleyError } from '@parley/sdk/error'
import type { T } from './i18n/catalog'
import { errorText } from './i18n/error-text'

/** What a failed call means to a person: what went wrong and what to do. */
export const problemText = (t: T, thrown: unknown): string => {
  const error = asParleyError(thrown)
  return errorText(t, error.unanswered ? 'offline' : error.code)
}
