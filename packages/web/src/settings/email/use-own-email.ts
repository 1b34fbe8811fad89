import type { Result } from '@parley/protocol'
import { useCallback } from 'react'
import { useClient, useSelector } from '../../lib/client'
import { useLoaded } from '../use-loaded'

export type OwnEmail = Result<'accounts.email'>

/** The user's e-mail address, and the one that waits for its code. The server keeps both, so a reload changes nothing. */
export const useOwnEmail = () => {
  const client = useClient()
  // A change on another device raises the rev of the preferences.
  const rev = useSelector((state) => state.preferences?.rev)
  return useLoaded(
    rev,
    useCallback(() => client.call('accounts.email', {}), [client]),
  )
}
