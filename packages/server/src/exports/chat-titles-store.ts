import type { ChatId } from '@parley/protocol'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

/** Titles of some chats for one of their members: the name of the chat, or of the other person. */
export const chatTitles = async (
  db: Queries,
  userKey: number,
  ids: readonly ChatId[],
): Promise<ReadonlyMap<ChatId, string>> => {
  if (ids.length === 0) return new Map()
  const rows = await db
    .selectFrom('chats')
    .leftJoin('users as low', 'low.key', 'chats.direct_low')
    .leftJoin('users as high', 'high.key', 'chats.direct_high')
    .select(['chats.id', 'chats.kind', 'chats.name', 'chats.direct_low', 'low.name as low', 'high.name as high'])
    .where('chats.id', 'in', ids.map(toBytes))
    .execute()
  return new Map(
    rows.map(({ id, kind, name, direct_low, low, high }) => {
      const other = direct_low === userKey ? high : low
      return [toId<ChatId>(id), (kind === 'direct' ? other : name) ?? (kind === 'channel' ? 'World' : '')]
    }),
  )
}
