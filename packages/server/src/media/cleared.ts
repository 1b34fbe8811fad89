import type { ClearedChat } from '../chats/chat-states'
import type { Transaction } from '../storage/database'
import * as store from './uses-store'

/**
 * Makes the sweep look at uploads that both people of a direct chat have cleared now, in the transaction in which one of them did.
 * In other chats people who come later may see the messages. The chat is locked, or both people: of two who clear at the same time,
 * the second one then sees what the first one did.
 * @param beforeSeq how far that person had cleared the chat before
 */
export const noteCleared = async (tx: Transaction, chat: ClearedChat, beforeSeq: number): Promise<void> => {
  const { key: chatKey, direct_low, direct_high } = chat
  if (direct_low === null || direct_high === null) return
  const to = await store.selectClearedByBoth(tx.db, { chatKey, userKeys: [direct_low, direct_high] })
  if (to > beforeSeq) await store.unsettle(tx.db, { chatKey, from: beforeSeq, to })
}
