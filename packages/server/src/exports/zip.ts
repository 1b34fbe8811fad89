import { promisify } from 'node:util'
import { crc32, deflateRaw } from 'node:zlib'

/** One file of an archive, as its directory describes it. */
export interface ZipEntry {
  readonly name: string
  readonly crc: number
  /** Bytes of the file. */
  readonly size: number
  /** Bytes that it takes in the archive. */
  readonly storedSize: number
  /** Where its header begins. */
  readonly offset: number
  /** Whether it is compressed. */
  readonly deflated: boolean
  /** Whether its length and check sum follow its bytes, because they weren't known before. */
  readonly streamed: boolean
  /** Epoch milliseconds. */
  readonly at: number
}

/** The name of a file and its time, before its bytes are known. */
export type ZipName = Pick<ZipEntry, 'name' | 'at'>

const MAX_32 = 0xffff_ffff
const MAX_16 = 0xffff
const VERSION = 45
const UNIX = 3
/** Names are UTF-8. */
const UTF_8 = 1 << 11
const FOLLOWS = 1 << 3
const STORED = 0
const DEFLATED = 8
/** A file that its owner alone reads. */
const MODE = 0o100600

const compress = promisify(deflateRaw)

/** The check sum of bytes after those with the check sum `before`. */
export const crcOf = (bytes: Uint8Array, before = 0): number => crc32(bytes, before)

/** Time and date in the form of MS-DOS, in UTC. */
const dosTime = (at: number): number => {
  const date = new Date(Math.max(at, Date.UTC(1980, 0, 1)))
  const time = (date.getUTCHours() << 11) | (date.getUTCMinutes() << 5) | (date.getUTCSeconds() >> 1)
  const day = ((date.getUTCFullYear() - 1980) << 9) | ((date.getUTCMonth() + 1) << 5) | date.getUTCDate()
  return day * 0x1_0000 + time
}

/** Numbers as little-endian bytes: pairs of value and length. */
const numbers = (...pairs: readonly (readonly [value: number, bytes: 2 | 4 | 8])[]): Buffer => {
  const bytes = Buffer.alloc(pairs.reduce((sum, [, length]) => sum + length, 0))
  let at = 0
  for (const [value, length] of pairs) {
    if (length === 8) bytes.writeBigUInt64LE(BigInt(value), at)
    else bytes.writeUIntLE(value, at, length)
    at += length
  }
  return bytes
}

const flagsOf = ({ streamed }: Pick<ZipEntry, 'streamed'>): number => UTF_8 | (streamed ? FOLLOWS : 0)
const methodOf = ({ deflated }: Pick<ZipEntry, 'deflated'>): number => (deflated ? DEFLATED : STORED)
/** Whether the lengths of a file need eight bytes. */
const isLarge = (size: number): boolean => size >= MAX_32

/** The header before the bytes of a file. */
const localHeader = (entry: Omit<ZipEntry, 'offset'>): Buffer => {
  const name = Buffer.from(entry.name)
  const large = isLarge(entry.size)
  const [crc, stored, size] = entry.streamed ? [0, 0, 0] : [entry.crc, entry.storedSize, entry.size]
  const extra = large ? numbers([1, 2], [16, 2], [size, 8], [stored, 8]) : Buffer.alloc(0)
  const head = numbers(
    ...([
      [0x0403_4b50, 4],
      [VERSION, 2],
      [flagsOf(entry), 2],
      [methodOf(entry), 2],
      [dosTime(entry.at), 4],
    ] as const),
    ...([
      [crc, 4],
      [large ? MAX_32 : stored, 4],
      [large ? MAX_32 : size, 4],
      [name.length, 2],
      [extra.length, 2],
    ] as const),
  )
  return Buffer.concat([head, name, extra])
}

/** A whole file in the archive: compressed, unless that makes it longer. */
export const wholeFile = async (
  { name, at }: ZipName,
  bytes: Uint8Array,
  offset: number,
): Promise<{ readonly bytes: Uint8Array; readonly entry: ZipEntry }> => {
  const packed = await compress(bytes)
  const deflated = packed.length < bytes.length
  const stored = deflated ? packed : bytes
  const sizes = { crc: crcOf(bytes), size: bytes.length, storedSize: stored.length }
  const entry = { name, at, ...sizes, offset, deflated, streamed: false }
  return { bytes: Buffer.concat([localHeader(entry), stored]), entry }
}

/** The header before the bytes of a file that is copied as it is. */
export const streamHeader = ({ name, at }: ZipName, size: number): Uint8Array =>
  localHeader({ name, at, crc: 0, size, storedSize: size, deflated: false, streamed: true })

/** The check sum and the length after these bytes. */
export const streamFooter = (crc: number, size: number): Uint8Array => {
  const length = isLarge(size) ? 8 : 4
  return numbers([0x0807_4b50, 4], [crc, 4], [size, length], [size, length])
}

/** The entry of a file in the directory at the end of the archive. */
export const directoryRecord = (entry: ZipEntry): Uint8Array => {
  const name = Buffer.from(entry.name)
  const large = isLarge(entry.size)
  const far = entry.offset >= MAX_32
  const sizes = large ? [[entry.size, 8] as const, [entry.storedSize, 8] as const] : []
  const places = far ? [[entry.offset, 8] as const] : []
  const fields = [...sizes, ...places]
  const extra = fields.length === 0 ? Buffer.alloc(0) : numbers([1, 2], [8 * fields.length, 2], ...fields)
  const head = numbers(
    ...([
      [0x0201_4b50, 4],
      [UNIX * 256 + VERSION, 2],
      [VERSION, 2],
      [flagsOf(entry), 2],
      [methodOf(entry), 2],
      [dosTime(entry.at), 4],
      [entry.crc, 4],
    ] as const),
    ...([
      [large ? MAX_32 : entry.storedSize, 4],
      [large ? MAX_32 : entry.size, 4],
      [name.length, 2],
      [extra.length, 2],
      [0, 2],
      [0, 4],
    ] as const),
    ...([
      [MODE * 0x1_0000, 4],
      [far ? MAX_32 : entry.offset, 4],
    ] as const),
  )
  return Buffer.concat([head, name, extra])
}

/** The directory of an archive. */
export interface ZipDirectory {
  readonly entries: number
  /** Where it begins. */
  readonly offset: number
  /** Bytes. */
  readonly size: number
}

/** The end of an archive, in the form with large numbers as well. */
export const archiveEnd = ({ entries, offset, size }: ZipDirectory): Uint8Array => {
  const large = numbers(
    ...([
      [0x0606_4b50, 4],
      [44, 8],
      [UNIX * 256 + VERSION, 2],
      [VERSION, 2],
      [0, 4],
      [0, 4],
    ] as const),
    ...([
      [entries, 8],
      [entries, 8],
      [size, 8],
      [offset, 8],
    ] as const),
  )
  const locator = numbers([0x0706_4b50, 4], [0, 4], [offset + size, 8], [1, 4])
  const isSmall = entries < MAX_16 && size < MAX_32 && offset < MAX_32
  const count = Math.min(entries, MAX_16)
  const end = numbers(
    ...([
      [0x0605_4b50, 4],
      [0, 4],
      [count, 2],
      [count, 2],
    ] as const),
    ...([
      [Math.min(size, MAX_32), 4],
      [Math.min(offset, MAX_32), 4],
      [0, 2],
    ] as const),
  )
  return isSmall ? end : Buffer.concat([large, locator, end])
}
