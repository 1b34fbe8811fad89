import { createClient, hostSession } from '@parley/sdk'
import type { Client } from '@parley/sdk/api'
import { signOnStore } from './sign-on'

const build = (): Client => {
  const { signedOn } = signOnStore.getState()
  if (!signedOn) throw new Error('the page around has signed nobody on')
  const { userId, tokens } = signedOn
  // A frame of the same site shares its storage with the pages of Parley, and frames can have different users.
  return createClient({ storeName: `embed:${userId}`, ...hostSession({ url: location.origin, token: tokens }) })
}

/** Replaces the client of `lib/page-client.ts`. It is first loaded when a user is signed on. */
export const client: Client = build()
