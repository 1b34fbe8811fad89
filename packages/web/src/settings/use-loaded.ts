import { useCallback, useEffect, useRef, useState } from 'react'

/** The response of a call, or why it failed. */
interface Loaded<Own> {
  readonly own: Own | undefined
  readonly setOwn: (own: Own) => void
  readonly failure: unknown
  readonly retry: () => void
}

/**
 * Loads the user's own data, and loads it again when its rev changes. Responses to earlier calls are stale, and ignored.
 *
 * @param rev the rev that every change of the data raises, on any device
 * @param fetch a stable function, which calls the server
 */
export const useLoaded = <Own>(rev: number | undefined, fetch: () => Promise<Own>): Loaded<Own> => {
  const [own, setOwn] = useState<Own>()
  const [failure, setFailure] = useState<unknown>()
  const asked = useRef<number>(undefined)
  const load = useCallback(
    async (from: number | undefined) => {
      asked.current = from
      const isStale = () => asked.current !== from
      try {
        const answer = await fetch()
        if (isStale()) return
        setOwn(answer)
        setFailure(undefined)
      } catch (thrown) {
        if (!isStale()) setFailure(thrown)
      }
    },
    [fetch],
  )
  useEffect(() => {
    void load(rev)
  }, [load, rev])
  return { own, setOwn, failure, retry: () => void load(rev) }
}
