import type { T } from './i18n'
import { problemText } from './problem-words'
import { toast } from './ui'

export { problemText }

/** Runs something that may fail, and says in a toast if it does. Undefined then. */
export const orToast = async <R>(t: T, run: Promise<R>): Promise<R | undefined> => {
  try {
    return await run
  } catch (thrown) {
    toast(problemText(t, thrown), { kind: 'danger' })
    return undefined
  }
}
