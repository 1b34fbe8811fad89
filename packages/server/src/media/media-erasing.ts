import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'
import * as store from './erasing-store'
import * as uses from './uses-store'

/** Uploads of one transaction. */
const STEP_UPLOADS = 100

/** Releases the next uploads of a user that no message and no chat shows. The sweep removes their bytes. Returns whether there are more. */
export const eraseUploads = async (tx: Transaction, user: UserRef): Promise<boolean> =>
  (await store.releaseUnsent(tx.db, { ownerKey: user.key, nowMs: tx.now, limit: STEP_UPLOADS })) === STEP_UPLOADS

/** Forgets the next uploads that a chat shows which no one can see. Returns whether there are more. */
export const eraseUses = async (tx: Transaction, chatKey: number): Promise<boolean> => {
  const keys = await store.selectShownIn(tx.db, chatKey, STEP_UPLOADS)
  await uses.lockMedia(tx.db, keys, tx.now)
  await store.deleteUsesIn(tx.db, chatKey, keys)
  await uses.releaseUnshown(tx.db, keys, tx.now)
  return keys.length === STEP_UPLOADS
}
