import type { Queries } from '../storage/database'
import type { ChatRow } from './store'

/** A direct chat with another user. */
export interface DirectChat {
  readonly key: number
  readonly peerKey: number
}

/** A user's direct chats with others, in the order of their keys. */
export const selectDirectChats = async (
  db: Queries,
  { userKey, after, limit }: { readonly userKey: number; readonly after: number; readonly limit: number },
): Promise<DirectChat[]> => {
  const rows = await db
    .selectFrom('members')
    .innerJoin('chats', 'chats.key', 'members.chat_key')
    .select(['chats.key', 'chats.direct_low', 'chats.direct_high'])
    .where('members.user_key', '=', userKey)
    .where('members.chat_key', '>', after)
    .where('chats.kind', '=', 'direct')
    .whereRef('chats.direct_low', '!=', 'chats.direct_high')
    .orderBy('members.chat_key')
    .limit(limit)
    .execute()
  return rows.map(({ key, direct_low, direct_high }) => ({
    key,
    peerKey: (direct_low === userKey ? direct_high : direct_low) ?? userKey,
  }))
}

/** The rows of some chats, by their keys. */
export const selectRows = async (db: Queries, keys: readonly number[]): Promise<ReadonlyMap<number, ChatRow>> => {
  if (keys.length === 0) return new Map()
  const rows = await db.selectFrom('chats').selectAll().where('key', 'in', keys).execute()
  return new Map(rows.map((row) => [row.key, row]))
}
