import type { ChatId, Message, MessageId, StoredBody, UserId } from '@parley/protocol'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { messageFromRow } from '../storage/message-row'
import { prepared } from '../storage/prepared'
import { storedMentions } from '../storage/stored-mentions'

/** A range of seqs that somebody may read, both ends included. */
export interface VisibleRange {
  readonly chatKey: number
  readonly chatId: ChatId
  readonly visibleFrom: number
  readonly visibleTo: number
}

const selectMessages = (db: Queries, chatKey: number) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.key', 'messages.sender_key')
    .selectAll('messages')
    .select('users.id as sender_id')
    .where('chat_key', '=', chatKey)
type Row = Awaited<ReturnType<ReturnType<typeof selectMessages>['execute']>>[number]

interface Limited extends VisibleRange {
  readonly limit: number
}
const selectRange = (db: Queries, { chatKey, visibleFrom, visibleTo, limit }: Limited) =>
  selectMessages(db, chatKey).where('seq', '>=', visibleFrom).where('seq', '<=', visibleTo).limit(limit)

const newestRows = prepared((db: Queries, range: Limited) => selectRange(db, range).orderBy('seq', 'desc'))
const oldestRows = prepared((db: Queries, range: Limited) => selectRange(db, range).orderBy('seq'))
const toMessage = (row: Row, chatId: ChatId): Message => messageFromRow(row, chatId, toId<UserId>(row.sender_id))

/** The newest visible messages, oldest first. */
export const newest = async (db: Queries, range: VisibleRange, limit: number): Promise<Message[]> => {
  const rows = await newestRows(db, { ...range, limit })
  return rows.reverse().map((row) => toMessage(row, range.chatId))
}

/** The visible messages below a seq that are nearest to it, oldest first. */
export const before = (db: Queries, range: VisibleRange, page: { seq: number; limit: number }): Promise<Message[]> =>
  newest(db, { ...range, visibleTo: Math.min(range.visibleTo, page.seq - 1) }, page.limit)

/** The visible messages above a seq that are nearest to it, oldest first. */
export const after = async (
  db: Queries,
  range: VisibleRange,
  page: { seq: number; limit: number },
): Promise<Message[]> => {
  const visibleFrom = Math.max(range.visibleFrom, page.seq + 1)
  const rows = await oldestRows(db, { ...range, visibleFrom, limit: page.limit })
  return rows.map((row) => toMessage(row, range.chatId))
}

/** One own message by its id, with what it was sent as. */
export const selectOwn = async (
  db: Queries,
  message: { chatKey: number; chatId: ChatId; id: MessageId; senderKey: number },
): Promise<{ message: Message; sentHash: Uint8Array } | undefined> => {
  const row = await selectMessages(db, message.chatKey)
    .where('messages.id', '=', toBytes(message.id))
    .where('sender_key', '=', message.senderKey)
    .executeTakeFirst()
  return row && { message: toMessage(row, message.chatId), sentHash: row.sent_hash }
}

/** A message by its id, when it is in the range. */
export const selectVisible = async (
  db: Queries,
  { chatKey, chatId, visibleFrom, visibleTo }: VisibleRange,
  id: MessageId,
): Promise<{ message: Message; senderKey: number } | undefined> => {
  const row = await selectMessages(db, chatKey)
    .where('messages.id', '=', toBytes(id))
    .where('seq', '>=', visibleFrom)
    .where('seq', '<=', visibleTo)
    .executeTakeFirst()
  return row && { message: toMessage(row, chatId), senderKey: row.sender_key }
}

/** Stores what a message says and whom it names now, and since when; seq, time and sender stay. */
export const updateMessage = async (db: Queries, chatKey: number, message: Message): Promise<void> => {
  await db
    .updateTable('messages')
    .set({
      body: JSON.stringify(message.body),
      mentions: storedMentions(message),
      rev: message.rev,
      edited_at: message.editedAt ?? null,
      retracted_at: message.retractedAt ?? null,
    })
    .where('chat_key', '=', chatKey)
    .where('seq', '=', message.seq)
    .execute()
}

export interface SystemMessage {
  readonly chatKey: number
  readonly id: MessageId
  readonly senderKey: number
  readonly seq: number
  readonly rev: number
  readonly at: number
  readonly body: StoredBody
}

/** Stores a message that the server itself writes, in the transaction that gave it seq and rev. */
export const insertSystem = async (db: Queries, message: SystemMessage): Promise<void> => {
  await db
    .insertInto('messages')
    .values({
      chat_key: message.chatKey,
      seq: message.seq,
      id: toBytes(message.id),
      sender_key: message.senderKey,
      at: message.at,
      body: JSON.stringify(message.body),
      countable: 0,
      sent_hash: new Uint8Array(16),
      made_rev: message.rev,
      rev: message.rev,
    })
    .execute()
}
