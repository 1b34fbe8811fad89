import type { T } from '../i18n'
import { toast } from '.'
import { problemText } from './problem-text'

export { problemText }

/** Awaits a call that may fail. On failure it shows a toast and returns undefined. */
export const orToast = async <R>(t: T, run: Promise<R>): Promise<R | undefined> => {
  try {
    return await run
  } catch (thrown) {
    toast(problemText(t, thrown), { kind: 'danger' })
    return undefined
  }
}
