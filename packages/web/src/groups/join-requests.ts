import type { ChatId } from '@parley/protocol'
import type { Client, ClientState } from '@parley/sdk/api'

/** Whether the server tells this client who asks to join a group: its owner and admins, while they are connected. */
export const hearsRequests = ({ chats, connection }: ClientState, chatId: ChatId): boolean => {
  const entry = chats.get(chatId)
  const runs = entry?.role === 'owner' || entry?.role === 'admin'
  return runs && entry.chat.kind === 'group' && connection.phase === 'live'
}

/**
 * Asks how many wait to be let into a group, and follows what the server says of it and of other groups.
 * @returns the way to stop
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
