import { isIP } from 'node:net'
import { Networks, plainAddress, type TrustedProxies } from '../lib/networks'
import { isOwnHost } from './own-hosts'

export interface OriginsOptions {
  /** An origin such as `https://chat.example`; without it, whatever the request was made to. */
  readonly publicUrl: string | undefined
  readonly trustProxy: TrustedProxies
  /** The name that this machine gives itself. */
  readonly machine?: string
}

/** Where a request comes from and which origin it was made to. `peer` is the address that is connected to this node. */
export class Origins {
  private readonly proxies: Networks
  private readonly knownHosts: readonly string[]

  constructor(private readonly options: OriginsOptions) {
    this.proxies = new Networks(options.trustProxy.networks)
    const { publicUrl, machine } = options
    this.knownHosts = [
      ...(publicUrl === undefined ? [] : [new URL(publicUrl).hostname]),
      ...(machine === undefined ? [] : [machine.toLowerCase()]),
    ]
  }

  /**
   * The caller's network address. Each trusted proxy is believed about the address that it heard from, which is how far a
   * request is followed back. An IPv6 address counts as its network (/64), of which one person has all addresses.
   */
  address(request: Request, peer: string): string {
    return networkOf(this.chain(request, peer).at(-1) ?? peer)
  }

  /** How many entries of `X-Forwarded-For` are believed. */
  believed(request: Request, peer: string): number {
    return this.chain(request, peer).length - 1
  }

  /** The peer, and what trusted proxies say was before it. */
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

  /** The origin that links are made for and that browsers show for this request. */
  origin(request: Request, peer: string): string {
    return this.options.publicUrl ?? this.asked(request, peer)
  }

  /** The origin that the request was made to. */
  private asked({ url, headers }: Request, peer: string): string {
    const own = url.slice(0, url.indexOf('/', 'https://'.length))
    if (this.options.trustProxy.hops === 0 || !this.proxies.has(peer)) return own
    const host = lastOf(headers.get('x-forwarded-host')) ?? own.slice(own.indexOf('//') + 2)
    const protocol = lastOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : own.slice(0, own.indexOf(':'))
    const forwarded = `${protocol}://${host}`
    return URL.canParse(forwarded) ? new URL(forwarded).origin : own
  }

  /**
   * Whether a request names a host that somebody else may have pointed at this server. Over https the certificate has shown that
   * the host is ours.
   */
  isForeignHost(request: Request, peer: string): boolean {
    const asked = this.asked(request, peer)
    // Without a host it is no browser.
    return asked.startsWith('http://') && !isOwnHost(asked.slice('http://'.length), this.knownHosts)
  }

  /**
   * Why a browser gets no page, and may use no cookie, under the host that it asked for; undefined where it may. With a public
   * address, only pages of that origin use cookies, whatever host a proxy names.
   */
  hostRefusal(request: Request, peer: string): string | undefined {
    if (this.options.publicUrl !== undefined || !this.isForeignHost(request, peer)) return undefined
    const host = this.asked(request, peer).slice('http://'.length)
    return `This server does not know the name ${host}. If people open it under that name, set PARLEY_PUBLIC_URL to that address, such as https://${host}, and restart it. Otherwise open the server by its IP address.`
  }

  /**
   * Why a request may not use a browser's cookie; undefined where it may. Browsers name the page's origin, and it must be our
   * own. Without any such header it is no browser, and nobody's cookie is abused.
   */
  refusal(request: Request, peer: string): string | undefined {
    const named = request.headers.get('origin')
    const site = request.headers.get('sec-fetch-site')
    if (named === null && site === null) return undefined
    const isOwn =
      named === null
        ? site === 'same-origin' || site === 'none'
        : named.toLowerCase() === this.origin(request, peer).toLowerCase()
    if (!isOwn) return 'Calls from pages of other origins are refused.'
    return this.hostRefusal(request, peer)
  }
}

/** The address in an entry, which some proxies write with a port. Without one the entry keeps its place all the same. */
const addressIn = (entry: string): string | undefined => {
  const bare = /^\[(.*)\](?::\d+)?$/.exec(entry)?.[1] ?? /^([\d.]+):\d+$/.exec(entry)?.[1] ?? entry
  return isIP(bare) > 0 ? bare : undefined
}

/** The nearest proxy's word, which is the last in the list. */
const lastOf = (header: string | null): string | undefined => header?.split(',').at(-1)?.trim() || undefined

/** What one person has of an address: an IPv4 address itself, of an IPv6 address its network. */
export const networkOf = (address: string): string => {
  const plain = plainAddress(address)
  if (!plain.includes(':') || plain === '::1') return plain
  const [head = '', tail] = plain.split('::')
  const groups = head === '' ? [] : head.split(':')
  const rest = tail ? tail.split(':') : []
  const zeros = tail === undefined ? 0 : 8 - groups.length - rest.length
  const all = [...groups, ...new Array<string>(Math.max(0, zeros)).fill('0'), ...rest]
  return `${all.slice(0, 4).join(':')}::/64`
}

const marksOfProxies = ['x-forwarded-for', 'x-forwarded-host', 'x-real-ip', 'forwarded', 'via']

/** Whether a request came from this machine itself, not through a proxy on it. */
export const isLocal = (request: Request, remoteAddress: string): boolean =>
  (remoteAddress === '::1' || /^(::ffff:)?127\./.test(remoteAddress)) &&
  !marksOfProxies.some((header) => request.headers.has(header))
