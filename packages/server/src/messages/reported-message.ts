import type { Message, MessageId } from '@parley/protocol'
import type { ChatAccess, Readable } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import type { Queries } from '../storage/database'
import { isDeletedFor } from './hidden-store'
import * as store from './store'

/** A message as the caller sees it. */
export interface ReportedMessage {
  readonly range: Readable
  readonly message: Message
  readonly senderKey: number
}

/**
 * A message that the caller may report.
 * @throws Failure with `not_found`, `forbidden` for own and system messages, `retracted`
 */
export const findReportedMessage = async (
  db: Queries,
  access: ChatAccess,
  { caller, chatId, id }: { readonly caller: Caller; readonly chatId: Message['chatId']; readonly id: MessageId },
): Promise<ReportedMessage> => {
  const range = await access.findReadable(db, chatId, caller.userKey)
  const found = range && (await store.selectVisible(db, range, id))
  if (!found) throw fail('not_found', { field: 'message' })
  const { message, senderKey } = found
  const place = { userKey: caller.userKey, chatKey: range.chatKey }
  if (await isDeletedFor(db, place, message.seq)) throw fail('not_found', { field: 'message' })
  if (message.body.type === 'retracted' || message.body.type === 'withheld')
    throw fail('retracted', { field: 'message' })
  if (message.body.type === 'system' || senderKey === caller.userKey) throw fail('forbidden', { field: 'message' })
  return { range, message, senderKey }
}
