import { asParleyError } from '@parley/sdk/error'
import { errorText, type T } from './i18n'
import { toast } from './ui'

/** What a failed call means to a person: what went wrong and what to do. */
export const problemText = (t: T, thrown: unknown): string => {
  const error = asParleyError(thrown)
  return errorText(t, error.unanswered ? 'offline' : error.code)
}

/** Runs something that may fail, and says in a toast if it does. Undefined then. */
export const orToast = async <R>(t: T, run: Promise<R>): Promise<R | undefined> => {
  try {
    return await run
  } catch (thrown) {
    toast(problemText(t, thrown), { kind: 'danger' })
    return undefined
  }
}
