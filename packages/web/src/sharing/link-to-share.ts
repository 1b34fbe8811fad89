import type { Client } from '@parley/sdk/api'
import { isLocalLink, linkAt } from './local-link'
import { networkOrigins } from './network-origins'

const onNetwork = /^\d+\.\d+\.\d+\.\d+$/

/** A link to share, and the name of the catalog text about its scope. */
export interface SharedLink {
  readonly url: string
  readonly words: 'linkCopied' | 'linkCopiedNetwork' | 'linkCopiedHere'
}

/**
 * A link to share. Under `localhost`, it begins with the public address of the server, or with an address of its network,
 * if one is known.
 * @param url at the address of this page
 */
export const linkToShare = async (url: string, client: Pick<Client, 'call' | 'state'>): Promise<SharedLink> => {
  if (!isLocalLink(url)) return { url, words: 'linkCopied' }
  const [origin] = await networkOrigins(client)
  if (origin === undefined) return { url, words: 'linkCopiedHere' }
  const words = onNetwork.test(new URL(origin).hostname) ? 'linkCopiedNetwork' : 'linkCopied'
  return { url: linkAt(url, origin), words }
}
