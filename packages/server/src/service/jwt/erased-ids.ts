import { hashSecret } from '../../lib/secret'
import type { Transaction } from '../../storage/database'
import { putNote, selectExpiry } from './used-store'

/** Longer than any token works, with the tolerance: the longest age is an hour. */
const KEPT_MS = 2 * 3_600_000

/** No token has this hash: those begin with an issuer and end with an id. */
const hashOf = (externalId: string): Uint8Array => hashSecret(`erased\n\n${externalId}`)

/** Notes that the person of an external id was erased, so that no token from before brings them back. */
export const noteErased = (tx: Transaction, externalId: string): Promise<void> =>
  putNote(tx.db, { hash: hashOf(externalId), expiresAt: tx.now + KEPT_MS })

/** When the person of an external id was erased lately; undefined otherwise. */
export const erasedAt = async (tx: Transaction, externalId: string): Promise<number | undefined> => {
  const until = await selectExpiry(tx.db, hashOf(externalId))
  return until === undefined ? undefined : until - KEPT_MS
}
