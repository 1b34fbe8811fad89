import { limits, type PasskeyHost } from '@parley/protocol'
import type { Queries } from '../../storage/database'
import * as store from './passkey-store'

/** The hosts that passkeys were made for, and how many passkeys each has. The work is bounded. */
export const passkeyHosts = async (db: Queries): Promise<PasskeyHost[]> => {
  const hosts: PasskeyHost[] = []
  for (const rpId of await store.selectHosts(db, limits.passkeyHosts))
    hosts.push({ rpId, count: await store.countOfHost(db, rpId, limits.passkeysCounted) })
  return hosts
}
