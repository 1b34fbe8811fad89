/** Ids are text on the wire and 16 bytes in the database. */
export const toBytes = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex')

/** The lowercase text of a 16-byte id. */
export const toId = <T extends string>(bytes: Uint8Array): T => {
  const hex = bytes.toHex()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}
