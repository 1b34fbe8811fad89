import { BlockList, isIP } from 'node:net'

/** Networks by a word. */
const named: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1'],
  /** RFC 1918 and RFC 4193. */
  private: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
}

/** An IPv4 address that arrives as IPv6, as one of IPv4; without the zone of a link-local one. */
export const plainAddress = (address: string): string => {
  const [bare = ''] = address.split('%')
  const mapped = /^::ffff:(?:([\d.]+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i.exec(bare)
  if (!mapped) return bare
  const [, dotted, high = '0', low = '0'] = mapped
  return dotted ?? [high, low].flatMap(bytesOf).join('.')
}

const bytesOf = (group: string): number[] => {
  const value = Number.parseInt(group, 16)
  return [value >> 8, value & 255]
}

/** The part of an address that belongs to one user: an IPv4 address itself, of an IPv6 address its network. */
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

const familyOf = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 4 ? 'ipv4' : 'ipv6')

/** Whether a word names a network: an address, a network such as `10.0.0.0/8`, or `loopback` or `private`. */
export const isNetwork = (word: string): boolean => {
  if (Object.hasOwn(named, word)) return true
  const [address = '', bits, ...rest] = word.split('/')
  const family = isIP(address)
  if (family === 0 || rest.length > 0) return false
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128))
}

/** Addresses by their networks. */
export class Networks {
  private readonly list = new BlockList()

  /** @param words each of which is a network by `isNetwork` */
  constructor(words: readonly string[]) {
    for (const word of words.flatMap((one) => named[one] ?? [one])) {
      const [address = '', bits] = word.split('/')
      if (bits === undefined) this.list.addAddress(address, familyOf(address))
      else this.list.addSubnet(address, Number(bits), familyOf(address))
    }
  }

  /** Whether an address is in one of them; what is no address is not. */
  has(address: string): boolean {
    const plain = plainAddress(address)
    return isIP(plain) !== 0 && this.list.check(plain, familyOf(plain))
  }
}

/** Whose forwarded headers are believed. */
export interface TrustedProxies {
  /** The most proxies that a request is followed back through; 0 believes none. */
  readonly hops: number
  /** Where they are, as words for `Networks`. */
  readonly networks: readonly string[]
}

export const noProxies: TrustedProxies = { hops: 0, networks: [] }

/**
 * Parses the setting: `off`, the number of proxies in networks that the internet can't reach, or the proxies' networks.
 * Undefined for anything else.
 */
export const readProxies = (text: string): TrustedProxies | undefined => {
  if (text === 'off' || text === '0') return noProxies
  if (/^\d$/.test(text)) return { hops: Number(text), networks: ['loopback', 'private'] }
  const networks = text.split(',').map((word) => word.trim())
  return networks.every(isNetwork) ? { hops: Number.POSITIVE_INFINITY, networks } : undefined
}
