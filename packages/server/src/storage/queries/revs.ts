import type { Queries, Transaction } from '../database'
import { minuteOf } from '../schema'
import { only, prepared } from './prepared'

const raised = prepared((db: Queries, { key, minute }: { key: number; minute: number }) =>
  db
    .updateTable('users')
    .set((row) => ({ rev: row('rev', '+', 1), changed_min: minute }))
    .where('key', '=', key)
    .returning('rev'),
)

/**
 * Raises a user's rev by one for a change of private rows.
 * @throws when the transaction did not lock the user
 */
export const raiseUserRev = async (tx: Transaction, userKey: number): Promise<number> => {
  tx.requireLocked({ user: userKey })
  return only(await raised(tx.db, { key: userKey, minute: minuteOf(tx.now) })).rev
}
