import type { ChatId, Params, Result } from '@parley/protocol'
import type { Connection } from './connection'
import type { Replica } from './replica'
import type { Sync } from './sync'

/** Which page of history. */
export type Page = Omit<Params<'messages.list'>, 'chatId'>

export interface PagesOptions {
  readonly chatId: ChatId
  readonly connection: Connection
  readonly replica: Replica
  readonly sync: Sync
}

/**
 * Fetches a page of history; what touches the held messages is held too. A page read below the held rev may miss
 * changes: they are asked for (DL19).
 * @throws ParleyError
 */
export const fetchPage = async (options: PagesOptions, page: Page): Promise<Result<'messages.list'>> => {
  const { chatId, connection, replica, sync } = options
  const answer = await connection.call('messages.list', { chatId, ...page })
  replica.addUsers(answer.users)
  replica.addPage(chatId, answer)
  if (answer.rev < (replica.chats.get(chatId)?.rev ?? 0)) void sync.askSince(chatId, answer.rev)
  return answer
}
