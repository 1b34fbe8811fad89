import type { Result } from '@parley/protocol'
import { useCallback, useEffect, useRef, useState } from 'react'
import { useClient, useSelector } from '../../lib/client'

export type OwnPasskeys = Result<'accounts.passkeys'>

/** The user's passkeys, and the host that new ones work on. */
export const useOwnPasskeys = () => {
  const client = useClient()
  // Every change of a passkey, on any device, raises the rev of the profile.
  const rev = useSelector((state) => state.me?.rev)
  const [own, setOwn] = useState<OwnPasskeys>()
  const [failure, setFailure] = useState<unknown>()
  const asked = useRef<number>(undefined)
  /** Loads the passkeys as of a rev. A later call makes the responses to earlier ones stale. */
  const load = useCallback(
    async (from: number | undefined) => {
      asked.current = from
      const isStale = () => asked.current !== from
      try {
        const answer = await client.call('accounts.passkeys', {})
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
  return { own, failure, retry: () => void load(rev) }
}
