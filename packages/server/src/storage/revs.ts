import type { Transaction } from './database'
import { minuteOf } from './schema'

/**
 * Raises a user's rev by one for a change of anything that only this user sees.
 * @throws when the transaction did not lock the user
 */
export const raiseUserRev = async (tx: Transaction, userKey: number): Promise<number> => {
  tx.requireLocked({ user: userKey })
  const { rev } = await tx.db
    .updateTable('users')
    .set((row) => ({ rev: row('rev', '+', 1), changed_min: minuteOf(tx.now) }))
    .where('key', '=', userKey)
    .returning('rev')
    .executeTakeFirstOrThrow()
  return rev
}
