import type { Message, UserId } from '@parley/protocol'
import { toId } from '../lib/uuid-bytes'
import { messageFromRow } from '../storage/append/message-row'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { asSeenIn, type VisibleRange } from './withheld'

/** The messages of one sender among some seqs, oldest first. */
export const selectSentBy = async (
  db: Queries,
  range: VisibleRange,
  { senderKey, from, to }: { readonly senderKey: number; readonly from: number; readonly to: number },
): Promise<Message[]> => {
  const rows = await db
    .selectFrom('messages')
    .innerJoin('users', 'users.key', 'messages.sender_key')
    .selectAll('messages')
    .select('users.id as sender_id')
    .where('chat_key', '=', range.chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .where(unindexed('sender_key'), '=', senderKey)
    .orderBy('seq')
    .execute()
  return rows.map((row) =>
    asSeenIn(range, { message: messageFromRow(row, range.chatId, toId<UserId>(row.sender_id)), madeRev: row.made_rev }),
  )
}

/** The seqs of the messages that a user hid, among some. */
export const selectHiddenIn = async (
  db: Queries,
  { userKey, chatKey, after, upTo }: { userKey: number; chatKey: number; after: number; upTo: number },
): Promise<ReadonlySet<number>> => {
  const rows = await db
    .selectFrom('hidden')
    .select('seq')
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .where('seq', '>', after)
    .where('seq', '<=', upTo)
    .execute()
  return new Set(rows.map(({ seq }) => seq))
}
