/** An id as a database answers it: SQLite its 16 bytes, PostgreSQL the text that the wire has. */
export type StoredId = Uint8Array | string

/** Ids are text on the wire. Every database takes their 16 bytes, and what it answered itself. */
export const toBytes = (id: string): Uint8Array => Buffer.from(id.replaceAll('-', ''), 'hex')

/** The last of an id's 16 bytes. */
export const lastByte = (stored: StoredId): number =>
  typeof stored === 'string' ? Number.parseInt(stored.slice(-2), 16) : (stored[15] ?? 0)

/** The lowercase text of an id. */
export const toId = <T extends string>(stored: StoredId): T => {
  if (typeof stored === 'string') return stored as T
  const hex = stored.toHex()
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as T
}
