import { isIP } from 'node:net'
import type { Stranger } from '../../lib/caller'
import { fail } from '../../lib/fail'

/** Where passkeys of a call work. */
export interface PasskeyPlace {
  /** The origin of the page that uses them. */
  readonly origin: string
  /** The host that they belong to (`rpId`). It has no port: other ports of the host share its cookies, too. */
  readonly rpId: string
}

/** The place of an origin; undefined where browsers have no passkeys: plain HTTP outside this machine, and addresses without a name. */
export const passkeyPlace = (origin: string): PasskeyPlace | undefined => {
  if (!URL.canParse(origin)) return undefined
  const { hostname, protocol, origin: exact } = new URL(origin)
  if (isIP(hostname.replace(/^\[|\]$/g, '')) > 0) return undefined
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  return protocol === 'https:' || isLocal ? { origin: exact, rpId: hostname } : undefined
}

/**
 * The place of a call. Its origin is the public URL, or else the address that the call named. The rules of cookies have
 * refused foreign names by then.
 * @throws `passkeys_unavailable`
 */
export const requirePlace = ({ origin }: Pick<Stranger, 'origin'>): PasskeyPlace => {
  const place = passkeyPlace(origin)
  if (!place) throw fail('passkeys_unavailable')
  return place
}
