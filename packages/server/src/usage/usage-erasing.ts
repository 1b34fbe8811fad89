import type { Transaction } from '../storage/database'
import type { UserRef } from '../users/users'

/** Erases how much an account wrote and uploaded. */
export const eraseUsage = async (tx: Transaction, user: UserRef): Promise<boolean> => {
  await tx.db.deleteFrom('usage').where('user_key', '=', user.key).execute()
  return false
}
