import type { Result } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useSelector } from '../../lib/client'

export type OwnEmail = Result<'accounts.email'>

/** The user's e-mail address, and the one that waits for its code. The server keeps both, so a reload changes nothing. */
export const useOwnEmail = () => {
  const client = useClient()
  // A change on another device raises the rev of the preferences.
  const rev = useSelector((state) => state.preferences?.rev)
  const [own, setOwn] = useState<OwnEmail>()
  const [failure, setFailure] = useState<unknown>()
  const asked = useRef<number>(undefined)
  /** Loads the address as of a rev. A later call makes the responses to earlier ones stale. */
  const load = useCallback(
    async (from: number | undefined) => {
      asked.current = from
      const isStale = () => asked.current !== from
      try {
        const answer = await client.call('accounts.email', {})
        if (isStale()) return
        setOwn(answer)
        setFailure(undefined)
      } catch (thrown) {
        if (!isStale()) setFailure(thrown)
      }
    },
    [client],
  )
  useEffect(() => {
    void load(rev)
  }, [load, rev])
  return { own, setOwn, failure, retry: () => void load(rev) }
}
