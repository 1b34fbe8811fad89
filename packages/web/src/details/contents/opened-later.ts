import type { Contents } from '@parley/sdk/api'

/**
 * Hands over a list once it is open.
 * @returns closes it, also when it opens only after that
 */
export const openedLater = (opening: Promise<Contents>, use: (contents: Contents) => void): (() => void) => {
  let wanted = true
  let opened: Contents | undefined
  void opening.then((contents) => {
    opened = contents
    if (wanted) use(contents)
    else contents.close()
  })
  return () => {
    wanted = false
    opened?.close()
  }
}
