import type { Chat, ChatId } from '@parley/protocol'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'

/**
 * Titles of some chats for one of their members: the name of the chat, or of the other person. A former member gets the name as
 * of the time when they left.
 */
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
    .leftJoin('members', (on) => on.onRef('members.chat_key', '=', 'chats.key').on('members.user_key', '=', userKey))
    .select('members.left_chat')
    .select(['chats.id', 'chats.kind', 'chats.name', 'chats.direct_low', 'low.name as low', 'high.name as high'])
    .where('chats.id', 'in', ids.map(toBytes))
    .execute()
  return new Map(
    rows.map(({ id, kind, name: later, left_chat, direct_low, low, high }) => {
      const name = left_chat === null ? later : (JSON.parse(left_chat) as Chat).name
      const other = direct_low === userKey ? high : low
      return [toId<ChatId>(id), (kind === 'direct' ? other : name) ?? (kind === 'channel' ? 'World' : '')]
    }),
  )
}
