import type { Result } from '@parley/protocol'
import { useCallback } from 'react'
import { useClient, useSelector } from '../../lib/client'
import { useLoaded } from '../use-loaded'

export type OwnPasskeys = Result<'accounts.passkeys'>

/** The user's passkeys, and the host that new ones work on. */
export const useOwnPasskeys = () => {
  const client = useClient()
  // Every change of a passkey, on any device, raises the rev of the profile.
  const rev = useSelector((state) => state.me?.rev)
  return useLoaded(
    rev,
    useCallback(() => client.call('accounts.passkeys', {}), [client]),
  )
}
