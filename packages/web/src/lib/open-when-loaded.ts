import type { Contents } from '@parley/sdk/api'
import { loadWithRetry } from './load-with-retry'

/**
 * Passes on a list once it is open. Retries until its code has loaded.
 * @returns a function that closes it, even if it opens only afterwards
 */
export const openWhenLoaded = (open: () => Promise<Contents>, use: (contents: Contents) => void): (() => void) => {
  let wanted = true
  let opened: Contents | undefined
  void loadWithRetry(open).then((contents) => {
    opened = contents
    if (wanted) use(contents)
    else contents.close()
  })
  return () => {
    wanted = false
    opened?.close()
  }
}
