/** Reads only the bytes of a server's frame that counting needs, instead of parsing the frame. */

const envelope = Buffer.from('{"jsonrpc":"2.0",')
const delta = Buffer.from('"method":"chat.delta"')
const errorKey = Buffer.from('"error":')
const fromKey = Buffer.from('"from":')
const revKey = Buffer.from('"rev":')
const idKey = Buffer.from('"id":')

export type Range = readonly [start: number, end: number]

/** True if `text` is at `at`. */
export const startsWith = (bytes: Buffer, at: number, text: Buffer): boolean => {
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text[i]) return false
  return true
}

/**
 * Finds a key in frames that have the same layout. It checks the previous offset first, because searching a frame costs
 * more than all other counting.
 */
export class Finder {
  #offset = -1

  constructor(private readonly key: Buffer) {}

  /** The offset of the key, or -1. */
  find(bytes: Buffer, start: number, end: number): number {
    if (this.#offset >= 0 && startsWith(bytes, start + this.#offset, this.key)) return start + this.#offset
    const at = bytes.indexOf(this.key, start)
    if (at < 0 || at >= end) return -1
    this.#offset = at - start
    return at
  }
}

/** The decimal number at `at`; -1 when there is none. */
export const numberAt = (bytes: Buffer, at: number): number => {
  let value = -1
  for (let i = at; ; i++) {
    const digit = (bytes[i] ?? 0) - 48
    if (digit < 0 || digit > 9) return value
    value = (value < 0 ? 0 : value * 10) + digit
  }
}

/** The kind of a frame. One object is reused for all frames; copy the fields that you keep. */
export interface Scanned {
  kind: 'answer' | 'failure' | 'delta' | 'other'
  /** Responses and failures: the call's id; -1 when it is not a number. */
  id: number
  /** Deltas: rows changed in (from, rev]. */
  from: number
  rev: number
}

/** Recognises responses, failures and chat deltas by their first bytes. */
export class Scanner {
  readonly scanned: Scanned = { kind: 'other', id: -1, from: 0, rev: 0 }
  readonly #from = new Finder(fromKey)

  scan(bytes: Buffer, range: Range): Scanned {
    const [start, end] = range
    const at = start + (startsWith(bytes, start, envelope) ? envelope.length : 1)
    const out = this.scanned
    if (startsWith(bytes, at, idKey)) {
      out.id = numberAt(bytes, at + idKey.length)
      out.kind = isFailure(bytes, at + idKey.length, end) ? 'failure' : 'answer'
    } else if (startsWith(bytes, at, delta)) {
      out.kind = this.#readRevs(bytes, start, end) ? 'delta' : 'other'
    } else out.kind = 'other'
    return out
  }

  #readRevs(bytes: Buffer, start: number, end: number): boolean {
    const at = this.#from.find(bytes, start, end)
    if (at < 0) return false
    this.scanned.from = numberAt(bytes, at + fromKey.length)
    let comma = at + fromKey.length
    while (comma < end && bytes[comma] !== 44) comma++
    const rev = startsWith(bytes, comma + 1, revKey) ? comma + 1 : bytes.indexOf(revKey, comma)
    if (rev < 0 || rev >= end) return false
    this.scanned.rev = numberAt(bytes, rev + revKey.length)
    return true
  }
}

/** The key after the id is `"error"` or `"result"`. */
const isFailure = (bytes: Buffer, at: number, end: number): boolean => {
  let comma = at
  while (comma < end && bytes[comma] !== 44) comma++
  return startsWith(bytes, comma + 1, errorKey)
}
