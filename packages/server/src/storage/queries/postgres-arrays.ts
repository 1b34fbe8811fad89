/**
 * One column of many rows as a statement parameter, for `unnest`. Numbers, texts and bytes are in PostgreSQL's binary
 * array form, which the client uses for every Buffer: no escaping, and no parsing in the server. Source: `array_recv`
 * of PostgreSQL.
 */
const oids = { bytea: 17, int8: 20, text: 25 } as const

/** Dimensions, null flag, type, length and first index, four bytes each. */
const HEADER_BYTES = 20
const LENGTH_BYTES = 4
const NULL_LENGTH = -1
const INT8_BYTES = 8
const HIGH_WORD = 2 ** 32

/** An array with its header, and room for its elements. */
const open = (oid: number, { count, bytes }: { count: number; bytes: number }): Buffer => {
  const array = Buffer.allocUnsafe(HEADER_BYTES + count * LENGTH_BYTES + bytes)
  for (const [at, word] of [1, 1, oid, count, 1].entries()) array.writeInt32BE(word, at * LENGTH_BYTES)
  return array
}

/**
 * Integers, as `int8[]`.
 * @throws {RangeError} on what is none: it must not become another number
 */
export const int8Array = (values: readonly (number | null)[]): Buffer => {
  const array = open(oids.int8, { count: values.length, bytes: values.length * INT8_BYTES })
  let at = HEADER_BYTES
  for (const value of values) {
    at = array.writeInt32BE(value === null ? NULL_LENGTH : INT8_BYTES, at)
    if (value === null) continue
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is not a whole number that can be stored`)
    const high = Math.floor(value / HIGH_WORD)
    at = array.writeInt32BE(high, at)
    at = array.writeUInt32BE(value - high * HIGH_WORD, at)
  }
  return array.subarray(0, at)
}

/** Ids, as `uuid[]`, in text form. It needs no escaping, and is faster to assemble than bytes. */
export const uuidArray = (ids: readonly (string | null)[]): string => `{${ids.map((id) => id ?? 'NULL').join()}}`

/** Texts, as `text[]`. They must not contain U+0000, which PostgreSQL can't store. */
export const textArray = (texts: readonly (string | null)[]): Buffer => {
  let bytes = 0
  for (const text of texts) bytes += text === null ? 0 : Buffer.byteLength(text)
  const array = open(oids.text, { count: texts.length, bytes })
  let at = HEADER_BYTES
  for (const text of texts) {
    if (text === null) {
      at = array.writeInt32BE(NULL_LENGTH, at)
      continue
    }
    const length = array.write(text, at + LENGTH_BYTES)
    array.writeInt32BE(length, at)
    at += LENGTH_BYTES + length
  }
  return array
}

/** Bytes, as `bytea[]`. */
export const byteaArray = (values: readonly Uint8Array[]): Buffer => {
  let bytes = 0
  for (const value of values) bytes += value.length
  const array = open(oids.bytea, { count: values.length, bytes })
  let at = HEADER_BYTES
  for (const value of values) {
    at = array.writeInt32BE(value.length, at)
    array.set(value, at)
    at += value.length
  }
  return array
}
