import { isIP } from 'node:net'

/** Domains that public DNS doesn't serve. An outside attacker can't point a name in one of them at this server. */
const localDomain = /(^|\.)(localhost|localdomain|local|lan|home|home\.arpa|internal|intranet|private|corp|test)$/

/** Without its port, the brackets of IPv6 and a final dot. */
const nameOf = (host: string): string | undefined =>
  URL.canParse(`http://${host}`) ? new URL(`http://${host}`).hostname.replace(/^\[|\]$|\.$/g, '') : undefined

/**
 * Whether a host in a browser's request can only be this server. A public name of an attacker's page could point here
 * (DNS rebinding): the browser would then give our responses to that page.
 */
export const isOwnHost = (host: string, known: readonly string[]): boolean => {
  const name = nameOf(host)
  if (name === undefined) return false
  return isIP(name) > 0 || !name.includes('.') || localDomain.test(name) || known.includes(name)
}
