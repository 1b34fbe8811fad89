import type { ChatDelta, ChatId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import { isLarge } from '../storage/append/large'
import type { Publication, Transaction } from '../storage/database'
import type { ChatRow } from './store'

/** The rows and effects of a change of a chat. */
export interface PublishedChange extends Pick<Extract<Publication, { kind: 'chat' }>, 'joined' | 'left' | 'access'> {
  /** The rev before the change, unless it is the one before the row's. */
  readonly from?: number
  readonly rows: Omit<ChatDelta, 'chatId' | 'from' | 'rev'>
}

/** Publishes a change of a chat to its members. */
export const publishChatChange = (
  tx: Transaction,
  row: ChatRow,
  { from = row.rev - 1, rows, ...about }: PublishedChange,
): void => {
  const chatId = toId<ChatId>(row.id)
  const delta: ChatDelta = { chatId, from, rev: row.rev, ...rows }
  tx.publish({ kind: 'chat', chatId, delta, large: isLarge(row), seq: row.seq, ...about })
}
