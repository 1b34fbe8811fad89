import { isIP } from 'node:net'
import { plainAddress } from './networks'

/** A network address as a number, with its length in bits. */
interface Numbered {
  readonly value: bigint
  readonly bits: 32 | 128
}

/**
 * Providers give whole networks to one customer: with IPv6 usually 56 bits are fixed, and the customer changes all
 * others. Of IPv4, spammers rent neighbouring addresses.
 */
const AROUND_BITS = { 32: 24, 128: 56 } as const
/** Addresses arrive as `networkOf` makes them: of IPv6, one user's network stands for each of its addresses. */
const USER_BITS = { 32: 32, 128: 64 } as const
/** The largest networks that can be blocked. A larger one would block whole countries by a slip of the hand. */
export const SHORTEST_BITS = { 32: 16, 128: 32 } as const

const ipv4 = (address: string): bigint => address.split('.').reduce((value, part) => (value << 8n) + BigInt(part), 0n)

const groupsOf = (text: string): string[] => (text === '' ? [] : text.split(':'))

const ipv6 = (address: string): bigint => {
  const [head = '', tail] = address.replace(/[\d.]+$/, dottedAsGroups).split('::')
  const [start, end] = [groupsOf(head), groupsOf(tail ?? '')]
  const zeros = new Array<string>(8 - start.length - end.length).fill('0')
  return [...start, ...zeros, ...end].reduce((value, group) => (value << 16n) + BigInt(`0x${group}`), 0n)
}

/** The last 32 bits of an IPv6 address that are written as IPv4. */
const dottedAsGroups = (end: string): string => {
  if (!end.includes('.')) return end
  const value = ipv4(end)
  return `${(value >> 16n).toString(16)}:${(value & 0xffffn).toString(16)}`
}

const numbered = (address: string): Numbered | undefined => {
  const plain = plainAddress(address.replace(/\/64$/, ''))
  const family = isIP(plain)
  if (family === 0) return undefined
  return family === 4 ? { value: ipv4(plain), bits: 32 } : { value: ipv6(plain), bits: 128 }
}

const textOf = ({ value, bits }: Numbered): string => {
  if (bits === 32) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 0xffn).join('.')
  const groups = Array.from({ length: 8 }, (_, at) => ((value >> BigInt(112 - 16 * at)) & 0xffffn).toString(16))
  // The URL parser shortens the zeros as RFC 5952 says.
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1)
}

/** The network of an address with so many fixed bits. One with all of them is the address itself. */
const networkText = ({ value, bits }: Numbered, fixed: number): string => {
  const rest = BigInt(bits - fixed)
  const text = textOf({ value: (value >> rest) << rest, bits })
  return fixed === bits ? text : `${text}/${fixed}`
}

/** An address in its one form. Any other text stays as it is. */
export const addressText = (address: string): string => {
  const found = numbered(address)
  return found ? networkText(found, USER_BITS[found.bits]) : address
}

/** The network that an address is counted to: /24 of IPv4, /56 of IPv6. */
export const networkAround = (address: string): string => {
  const found = numbered(address)
  return found ? networkText(found, AROUND_BITS[found.bits]) : address
}

/** Every network that can be blocked and holds an address. */
export const networksHolding = (address: string): string[] => {
  const found = numbered(address)
  if (!found) return []
  const shortest = SHORTEST_BITS[found.bits]
  return Array.from({ length: USER_BITS[found.bits] - shortest + 1 }, (_, at) => networkText(found, shortest + at))
}

/** The one form of an address or a network that can be blocked; undefined for anything else. */
export const readNetwork = (text: string): string | undefined => {
  const [address = '', length] = text.split('/')
  const found = numbered(address)
  if (!found) return undefined
  const fixed = length === undefined ? found.bits : Number(length)
  const isKnown = fixed >= SHORTEST_BITS[found.bits] && fixed <= found.bits
  return isKnown ? networkText(found, Math.min(fixed, USER_BITS[found.bits])) : undefined
}
