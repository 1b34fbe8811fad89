import type { Result } from '@parley/protocol'
import { useCallback, useEffect, useState } from 'react'
import { useClient } from '../../lib/client'

export type OwnEmail = Result<'accounts.email'>

/** The user's e-mail address, and the one that waits for its code. The server keeps both, so a reload changes nothing. */
export const useOwnEmail = () => {
  const client = useClient()
  const [own, setOwn] = useState<OwnEmail>()
  const [failure, setFailure] = useState<unknown>()
  const load = useCallback(async () => {
    try {
      setOwn(await client.call('accounts.email', {}))
      setFailure(undefined)
    } catch (thrown) {
      setFailure(thrown)
    }
  }, [client])
  useEffect(() => {
    void load()
  }, [load])
  return { own, setOwn, failure, retry: () => void load() }
}
