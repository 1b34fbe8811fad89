import type { Transaction } from '../storage/database'
import { raiseUserRev } from '../storage/queries/revs'
import { updateUser } from '../users/user-rows'
import { toMe, type UserRef } from '../users/users'
import { selectUser } from './person-store'

/** Stores until when a locked user can download an export, and tells their devices. */
export const publishUntil = async (tx: Transaction, { key, id }: UserRef, until: number | null): Promise<void> => {
  const row = await selectUser(tx.db, key)
  if (!row || row.export_until === until) return
  const rev = await raiseUserRev(tx, key)
  const me = toMe(await updateUser(tx.db, key, { export_until: until, profile_rev: rev }))
  tx.publish({ kind: 'user', userId: id, delta: { from: rev - 1, rev, me } })
}
