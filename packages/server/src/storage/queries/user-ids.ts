import type { UserId } from '@parley/protocol'
import { type StoredId, toId } from '../../lib/uuid-bytes'
import type { Queries } from '../database'
import { keyLookup } from './lookups'

const idsByKeys = keyLookup<number, { readonly key: number; readonly id: StoredId }>({
  type: 'bigint',
  find: (db, isKey) => db.selectFrom('users').select(['key', 'id']).where(isKey('key')),
  keyOf: ({ key }) => key,
})

/** The ids of users, by their keys. */
export const userIds = async (db: Queries, keys: readonly number[]): Promise<Map<number, UserId>> => {
  const rows = await idsByKeys(db, [...new Set(keys)])
  return new Map(rows.map(({ key, id }) => [key, toId<UserId>(id)]))
}
