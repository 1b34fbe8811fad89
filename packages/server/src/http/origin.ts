import { isIP } from 'node:net'
import { Networks, networkOf, type TrustedProxies } from '../lib/networks'
import { isOwnHost } from './own-hosts'

export interface OriginsOptions {
  /** An origin such as `https://chat.example`; without it, the origin of the request. */
  readonly publicUrl: string | undefined
  /** Origins of other products' pages; none by default. */
  readonly allowedOrigins?: readonly string[]
  readonly trustProxy: TrustedProxies
  /** This machine's host name. */
  readonly machine?: string
}

/** The source of a request and its target origin. `peer` is the address that is connected to this node. */
export class Origins {
  private readonly proxies: Networks
  private readonly foreign: readonly string[]
  private readonly knownHosts: readonly string[]

  constructor(private readonly options: OriginsOptions) {
    this.proxies = new Networks(options.trustProxy.networks)
    const { publicUrl, machine, allowedOrigins = [] } = options
    this.foreign = allowedOrigins.filter((origin) => origin !== publicUrl)
    this.knownHosts = [
      ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
      ...(machine === undefined ? [] : [machine.toLowerCase()]),
    ]
  }

  /**
   * The caller's network address. Each trusted proxy is believed about its own peer, which limits how far a request is
   * followed back. An IPv6 address counts as its network (/64), because one user has all of its addresses.
   */
  address(request: Request, peer: string): string {
    return networkOf(this.chain(request, peer).at(-1) ?? peer)
  }

  /** The number of believed entries of `X-Forwarded-For`. */
  believed(request: Request, peer: string): number {
    return this.chain(request, peer).length - 1
  }

  /** The peer, and the addresses before it according to trusted proxies. */
  private chain(request: Request, peer: string): string[] {
    const chain = [peer]
    const { hops } = this.options.trustProxy
    if (hops === 0) return chain
    const entries = (request.headers.get('x-forwarded-for') ?? '').split(',').reverse()
    for (const entry of entries) {
      const next = addressIn(entry.trim())
      if (next === undefined || chain.length > hops || !this.proxies.has(chain.at(-1) ?? '')) break
      chain.push(next)
    }
    return chain
  }

  /** The origin for links, which browsers show for this request. */
  origin(request: Request, peer: string): string {
    return this.options.publicUrl ?? this.asked(request, peer)
  }

  /** The target origin of the request. */
  private asked({ url, headers }: Request, peer: string): string {
    const own = url.slice(0, url.indexOf('/', 'https://'.length))
    if (this.options.trustProxy.hops === 0 || !this.proxies.has(peer)) return own
    const host = lastOf(headers.get('x-forwarded-host')) ?? own.slice(own.indexOf('//') + 2)
    const protocol = lastOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : own.slice(0, own.indexOf(':'))
    const forwarded = `${protocol}://${host}`
    return URL.canParse(forwarded) ? new URL(forwarded).origin : own
  }

  /** The origin of another product's page that may call with a token; undefined for all other requests. */
  allowed(request: Request): string | undefined {
    const named = request.headers.get('origin')?.toLowerCase()
    return named === undefined ? undefined : this.foreign.find((origin) => origin === named)
  }

  /** Whether a request's cookies have an effect. Those that come with another product's page never do. */
  cookiesOf(request: Request): 'read' | 'ignored' {
    return this.allowed(request) === undefined ? 'read' : 'ignored'
  }

  /**
   * Whether a request names a host that an attacker may have pointed at this server. Over https the certificate has
   * proved that the host is ours.
   */
  isForeignHost(request: Request, peer: string): boolean {
    const asked = this.asked(request, peer)
    // A request without a host isn't from a browser.
    return asked.startsWith('http://') && !isOwnHost(asked.slice('http://'.length), this.knownHosts)
  }

  /**
   * The reason why a browser gets no page, and may use no cookie, under the requested host; undefined where it may.
   * With a public address, only pages of that origin use cookies, whatever host a proxy names.
   */
  hostRefusal(request: Request, peer: string): string | undefined {
    if (this.options.publicUrl !== undefined || !this.isForeignHost(request, peer)) return undefined
    const host = this.asked(request, peer).slice('http://'.length)
    return `This server does not know the name ${host}. If people open it under that name, set PARLEY_PUBLIC_URL to that address, such as https://${host}, and restart it. Otherwise open the server by its IP address.`
  }

  /**
   * The reason why a request may not use a browser's cookie; undefined where it may. Browsers name the page's origin,
   * and it must be our own, or an allowed one, whose calls bring no cookie. Requests without such headers aren't from browsers, so no cookie is abused.
   */
  refusal(request: Request, peer: string): string | undefined {
    const named = request.headers.get('origin')
    const site = request.headers.get('sec-fetch-site')
    if (named === null && site === null) return undefined
    const isOwn =
      named === null
        ? site === 'same-origin' || site === 'none'
        : named.toLowerCase() === this.origin(request, peer).toLowerCase()
    if (!isOwn && this.allowed(request) !== undefined) return undefined
    if (!isOwn) return 'Calls from pages of other origins are refused.'
    return this.hostRefusal(request, peer)
  }
}

/**
 * The address of an entry, which some proxies write with a port. Without an address the entry keeps its place all the
 * same.
 */
const addressIn = (entry: string): string | undefined => {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
  return isIP(bare) > 0 ? bare : undefined
}

/** The nearest proxy's value, which is the last in the list. */
const lastOf = (header: string | null): string | undefined => header?.split(',').at(-1)?.trim() || undefined

const marksOfProxies = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

/** Whether a request came from this machine itself, not through a proxy on it. */
export const isLocal = (request: Request, remoteAddress: string): boolean =>
  (remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress)) &&
  !marksOfProxies.some((header) => request.headers.has(header))
