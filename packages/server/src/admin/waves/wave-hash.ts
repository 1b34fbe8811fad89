import { toId } from '../../lib/uuid-bytes'
import type { UserRow } from '../../users/users'

/** A hash of which accounts these are, in any order. */
export const waveHash = (accounts: readonly Pick<UserRow, 'id'>[]): string => {
  const hasher = new Bun.CryptoHasher('sha256')
  for (const id of accounts.map((row) => toId(row.id)).toSorted()) hasher.update(id)
  return hasher.digest('base64url')
}
