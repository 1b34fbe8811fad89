import type { StoredId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { FriendRow } from './store'

/** A row that says nothing about its peer. */
export const empty = {
  state: 'removed',
  remark: null,
  remark_pinyin: null,
  note: null,
  blocked_at: null,
  since: null,
} as const

export const isEmpty = (row: FriendRow): boolean =>
  row.state === 'removed' && [row.remark, row.note, row.blocked_at, row.since].every((value) => value === null)

/** Users with a row about a given user that says something, and those whom the rows of that user are about. */
export const selectPeers = async (
  db: Queries,
  userKey: number,
  limit: number,
): Promise<{ readonly key: number; readonly id: StoredId }[]> => {
  const keys = await db
    .selectFrom('friends')
    .select('peer_key as key')
    .where('owner_key', '=', userKey)
    .union(
      db
        .selectFrom('friends')
        .select('owner_key as key')
        .where('peer_key', '=', userKey)
        .where((row) =>
          row.or([
            row('state', '!=', 'removed'),
            row('remark', 'is not', null),
            row('note', 'is not', null),
            row('blocked_at', 'is not', null),
          ]),
        ),
    )
    .limit(limit)
    .execute()
  if (keys.length === 0) return []
  const among = keys.map(({ key }) => key)
  return db.selectFrom('users').select(['key', 'id']).where('key', 'in', among).orderBy('key').execute()
}

/** Deletes a user's own rows about some peers. */
export const deleteOwn = async (db: Queries, userKey: number, peerKeys: readonly number[]): Promise<void> => {
  await db.deleteFrom('friends').where('owner_key', '=', userKey).where('peer_key', 'in', peerKeys).execute()
}
