import type { Transaction } from './database'
import { minuteOf } from './schema'

/** Raises a user's rev by one for a change of anything that only this user sees. Lock order: users, chats, the rest. */
export const raiseUserRev = async (tx: Transaction, userKey: number): Promise<number> => {
  const { rev } = await tx.db
    .updateTable('users')
    .set((row) => ({ rev: row('rev', '+', 1), changed_min: minuteOf(tx.now) }))
    .where('key', '=', userKey)
    .returning('rev')
    .executeTakeFirstOrThrow()
  return rev
}
