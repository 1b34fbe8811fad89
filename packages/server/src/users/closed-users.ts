import { fail } from '../lib/fail'
import type { Queries } from '../storage/database'
import { keyLookup } from '../storage/queries/lookups'

const closedByKeys = keyLookup<number, { readonly key: number; readonly closed_at: number | null }>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(['key', 'closed_at']).where(isKey('key')),
  keyOf: ({ key }) => key,
})

/** The users among these whose accounts are closed or erased, by their keys. */
export const closedAmong = async (db: Queries, keys: readonly number[]): Promise<ReadonlySet<number>> => {
  const rows = await closedByKeys(db, [...new Set(keys)])
  return new Set(rows.filter(({ closed_at }) => closed_at !== null).map(({ key }) => key))
}

/**
 * Refuses to contact users of closed accounts, whom a transaction has locked.
 * @throws `peer_closed` with the field named
 */
export const refuseClosed = async (db: Queries, keys: readonly number[], field: string): Promise<void> => {
  if ((await closedAmong(db, keys)).size > 0) throw fail('peer_closed', { field })
}
