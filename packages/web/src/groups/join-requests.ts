import type { ChatId } from '@parley/protocol'
import type { Client, ClientState } from '@parley/sdk/api'

/**
 * Whether the server sends this client the join requests of a group: to its owner and admins, while they are connected.
 */
export const receivesJoinRequests = ({ chats, connection }: ClientState, chatId: ChatId): boolean => {
  const entry = chats.get(chatId)
  const runs = entry?.role === 'owner' || entry?.role === 'admin'
  return runs && entry.chat.kind === 'group' && connection.phase === 'live'
}

/**
 * Requests the number of join requests of a group, and follows the server's events for this group and others.
 * @returns a function that stops it
 */
export const countRequests = (
  client: Pick<Client, 'on' | 'call'>,
  chatId: ChatId,
  tell: (chatId: ChatId, count: number) => void,
): (() => void) => {
  const stop = client.on('chat.requests', (heard) => tell(heard.chatId, heard.count))
  client.call('groups.requests', { chatId }).then(
    ({ count }) => tell(chatId, count),
    () => undefined,
  )
  return stop
}
