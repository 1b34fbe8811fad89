import type { ChatId } from '@parley/protocol'
import { WORLD_CHAT_ID } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import { syncPartOf, syncSums } from '@parley/protocol/sync-parts'
import type { SeededChat } from '../seed/seeder'
import type { WsConnection } from '../wire/ws-connection'

/** The sync of the SDK when it reconnects with every chat in its store. Returns the number of chats received. */
export const resync = async (connection: WsConnection, held: ReadonlyMap<ChatId, number>): Promise<number> => {
  const pull = (chats: object, sums?: number[]) =>
    connection.call('sync.pull', { user: 1 as never, chats: chats as never, last: false, ...(sums && { sums }) })
  const { differ = [] } = await pull({}, syncSums(held))
  const named = [...held].filter(([chatId]) => differ.includes(syncPartOf(chatId)))
  let rows = 0
  for (let at = 0; at < named.length; at += limits.syncChats)
    rows += (await pull(Object.fromEntries(named.slice(at, at + limits.syncChats)))).chats.length
  return rows
}

/** The revs of all chats of a user: the given ones, the world and the saved messages. */
export const heads = async (connection: WsConnection, chats: readonly SeededChat[]): Promise<[ChatId, number][]> => {
  const named = new Map(chats.map(({ id, rev }) => [id, rev]))
  const { user } = await connection.call('sync.pull', { user: 0 as never, chats: {}, last: false })
  const others = [...(user?.states ?? []).map(({ chatId }) => chatId), WORLD_CHAT_ID].filter((id) => !named.has(id))
  for (const chatId of others) {
    const { rev } = await connection.call('chats.changes', { chatId, since: 0 as never })
    named.set(chatId, rev)
  }
  return [...named]
}
