import { isIP } from 'node:net'

export interface OriginsOptions {
  /** An origin such as `https://chat.example`; without it, whatever the request was made to. */
  readonly publicUrl: string | undefined
  /** Proxies whose forwarded headers are believed. */
  readonly trustProxy: number
}

/** Where a request comes from and which origin it was made to. */
export class Origins {
  constructor(private readonly options: OriginsOptions) {}

  /**
   * The caller's network address: with n trusted proxies, what the outermost of them saw. An IPv6 address counts as its
   * network (/64), of which one person has all addresses.
   */
  address(request: Request, remoteAddress: string): string {
    const { trustProxy } = this.options
    if (trustProxy === 0) return networkOf(remoteAddress)
    const forwarded = (request.headers.get('x-forwarded-for') ?? '').split(',').map((text) => text.trim())
    const chain = [...forwarded.map(addressIn), remoteAddress]
    return networkOf(chain[Math.max(0, chain.length - 1 - trustProxy)] ?? remoteAddress)
  }

  /** The origin that links are made for and that browsers show for this request. */
  origin(request: Request): string {
    const { publicUrl, trustProxy } = this.options
    if (publicUrl) return publicUrl
    const { url, headers } = request
    const own = url.slice(0, url.indexOf('/', 'https://'.length))
    if (trustProxy === 0) return own
    const host = lastOf(headers.get('x-forwarded-host')) ?? own.slice(own.indexOf('//') + 2)
    const protocol = lastOf(headers.get('x-forwarded-proto')) === 'https' ? 'https' : own.slice(0, own.indexOf(':'))
    const forwarded = `${protocol}://${host}`
    return URL.canParse(forwarded) ? new URL(forwarded).origin : own
  }

  /**
   * Whether a request may use a browser's cookie: browsers name the page's origin, and it must be our own. Without any
   * such header it is no browser, and nobody's cookie is abused.
   */
  isOwn(request: Request): boolean {
    const named = request.headers.get('origin')
    if (named !== null) return named.toLowerCase() === this.origin(request).toLowerCase()
    const site = request.headers.get('sec-fetch-site')
    return site === null || site === 'same-origin' || site === 'none'
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
  const plain = address.startsWith('::ffff:') ? address.slice('::ffff:'.length) : address
  if (!plain.includes(':') || plain === '::1') return plain
  const [head = '', tail] = plain.split('%')[0]?.split('::') ?? []
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
