import type { OwnIdentities, Result } from '@parley/protocol'
import { callHttp } from '@parley/sdk/http'
import { useCallback, useEffect, useState } from 'react'
import { createStore } from 'zustand/vanilla'
import { receiveProof } from '../../auth/providers/held-proof'
import { type OwnerWays, waysOf } from '../../auth/providers/owner-ways'
import { useClient, useSelector } from '../../lib/client'
import { passkeyObstacle } from '../../lib/passkey-obstacle'
import { useLoaded } from '../use-loaded'

interface OwnerState {
  /** How this person can confirm changes. Undefined while it loads, and when that fails: dialogs then take the password. */
  readonly ways: OwnerWays | undefined
  /** Loads them again after a change. */
  readonly reload: () => void
}

/** The state of all dialogs of the settings that confirm a change. */
export const ownerStore = createStore<OwnerState>(() => ({ ways: undefined, reload: () => undefined }))

type Parts = readonly [OwnIdentities, Result<'accounts.passkeys'>, Result<'accounts.policy'>]

/** Loads the ways of this person to confirm changes, before a dialog needs them. */
export const useLoadOwner = (): void => {
  const client = useClient()
  // Before the sections look for the dialog that goes on.
  useState(receiveProof)
  // Every change of a passkey, on any device, raises the rev of the profile.
  const rev = useSelector((state) => state.me?.rev)
  const { own, retry } = useLoaded(
    rev,
    useCallback(
      (): Promise<Parts> =>
        Promise.all([
          client.call('accounts.identities', {}),
          client.call('accounts.passkeys', {}),
          callHttp('', 'accounts.policy', {}),
        ]),
      [client],
    ),
  )
  useEffect(() => {
    if (!own) return
    const [identities, passkeys, policy] = own
    const canUsePasskeys = passkeyObstacle() === undefined
    ownerStore.setState({ ways: waysOf({ own: identities, passkeys, policy, canUsePasskeys }) })
  }, [own])
  useEffect(() => ownerStore.setState({ reload: retry }))
}
