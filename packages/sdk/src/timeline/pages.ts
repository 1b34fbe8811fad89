import type { ChatId, Params, Result } from '@parley/protocol'
import type { HeldChat } from '@parley/protocol/apply'
import type { Connection } from '../connection/connection'
import { fromWire, noResponseError } from '../lib/error'
import type { Replica } from '../sync/replica'
import type { Sync } from '../sync/sync'

/** Which page of history. */
export type Page = Omit<Params<'messages.list'>, 'chatId'>

export interface PagesOptions {
  readonly chatId: ChatId
  readonly connection: Connection
  readonly replica: Replica
  readonly sync: Sync
  /** Resolves when the first attempts to catch up ended, well or not. */
  readonly settled: () => Promise<void>
}

/**
 * The chat with its newest stored messages; fetched when it is new here.
 * @throws ParleyError
 */
export const knownChat = async ({ chatId, replica, sync, settled, connection }: PagesOptions): Promise<HeldChat> => {
  if (!replica.chats.has(chatId)) {
    await settled()
    if (!replica.chats.has(chatId)) await sync.fetchChat(chatId)
  }
  await replica.loadTail(chatId)
  const held = replica.chats.get(chatId)
  if (held !== undefined) return held
  throw connection.isOpen ? fromWire({ message: '', data: { code: 'not_found', retry: false } }) : noResponseError()
}

/**
 * Fetches a page of history; messages adjoining the held ones are held too. A page below the held rev may miss changes,
 * so they are fetched (DL19).
 * @throws ParleyError
 */
export const fetchPage = async (options: PagesOptions, page: Page): Promise<Result<'messages.list'>> => {
  const { chatId, connection, replica, sync } = options
  const answer = await connection.call('messages.list', { chatId, ...page })
  replica.addUsers(answer.users)
  replica.addPage(chatId, answer)
  replica.addOwnReactions(answer.mine)
  replica.addPlayed(answer.played)
  if (answer.rev < (replica.chats.get(chatId)?.rev ?? 0)) void sync.fetchChatSince(chatId, answer.rev)
  return answer
}
