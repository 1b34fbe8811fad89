import { type ChatId, limits, type Message, type MessageId, type StoredBody, type UserId } from '@parley/protocol'
import { sql } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import { storedForward } from '../storage/append/forward-columns'
import { messageFromRow } from '../storage/append/message-row'
import { storedMentions } from '../storage/append/stored-mentions'
import type { Queries } from '../storage/database'
import { limited, unindexed } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'
import { asSeenIn, type Stored, type VisibleRange } from './withheld'

export type { VisibleRange } from './withheld'

const selectMessages = (db: Queries, chatKey: number) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.key', 'messages.sender_key')
    .selectAll('messages')
    .select('users.id as sender_id')
    .where('chat_key', '=', chatKey)
/** A page and one message more, or half of one around a message. */
const pageSizes = [2, limits.historyPageDefault / 2, limits.historyPageDefault + 1, limits.historyPage + 1]

type Row = Awaited<ReturnType<ReturnType<typeof selectMessages>['execute']>>[number]

type Bounds = Pick<VisibleRange, 'chatKey' | 'visibleFrom' | 'visibleTo'>

const pageOf = (direction: 'asc' | 'desc') =>
  limited({
    sizes: pageSizes,
    page: (db, { chatKey, visibleFrom, visibleTo }: Bounds) =>
      db
        .selectFrom('messages')
        .selectAll()
        .where('chat_key', '=', chatKey)
        .where('seq', '>=', visibleFrom)
        .where('seq', '<=', visibleTo)
        .orderBy('seq', direction),
    of: (db, page) =>
      db
        .selectFrom(page.as('messages'))
        .innerJoin('users', 'users.key', 'messages.sender_key')
        .selectAll('messages')
        .select('users.id as sender_id'),
    order: direction === 'asc' ? (a, b) => a.seq - b.seq : (a, b) => b.seq - a.seq,
  })

const newestRows = pageOf('desc')
const oldestRows = pageOf('asc')
const toMessage = (row: Row, chatId: ChatId): Message => messageFromRow(row, chatId, toId<UserId>(row.sender_id))
const toSeen = (row: Row, range: VisibleRange): Message =>
  asSeenIn(range, { message: toMessage(row, range.chatId), madeRev: row.made_rev })

/** The newest visible messages, oldest first. */
export const newest = async (db: Queries, range: VisibleRange, limit: number): Promise<Message[]> => {
  const { chatKey, visibleFrom, visibleTo } = range
  const rows = await newestRows(db, { chatKey, visibleFrom, visibleTo }, limit)
  return rows.reverse().map((row) => toSeen(row, range))
}

/** The nearest visible messages below a seq, oldest first. */
export const before = (db: Queries, range: VisibleRange, page: { seq: number; limit: number }): Promise<Message[]> =>
  newest(db, { ...range, visibleTo: Math.min(range.visibleTo, page.seq - 1) }, page.limit)

/** The nearest visible messages above a seq, oldest first. */
export const after = async (
  db: Queries,
  range: VisibleRange,
  page: { seq: number; limit: number },
): Promise<Message[]> => {
  const { chatKey, visibleTo } = range
  const visibleFrom = Math.max(range.visibleFrom, page.seq + 1)
  const rows = await oldestRows(db, { chatKey, visibleFrom, visibleTo }, page.limit)
  return rows.map((row) => toSeen(row, range))
}

const placeRow = prepared((db: Queries, { chatKey, from, to }: { chatKey: number; from: number; to: number }) =>
  db
    .selectFrom('messages')
    .select(['seq', 'at'])
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .orderBy('seq')
    .limit(sql.lit(1)),
)

/**
 * The seq of the first visible message at or after a time, else that of the newest one. Times never decrease with seq,
 * so a binary search needs about 20 steps among a million messages.
 */
export const seqSince = async (db: Queries, range: VisibleRange, timeMs: number): Promise<number> => {
  const { chatKey } = range
  let low = range.visibleFrom
  let high = Math.min(range.visibleTo, range.head.seq)
  let found = high
  while (low <= high) {
    const from = Math.floor((low + high) / 2)
    const [place] = await placeRow(db, { chatKey, from, to: high })
    if (place && place.at < timeMs) low = place.seq + 1
    else {
      found = place?.seq ?? found
      high = from - 1
    }
  }
  return found
}

const ownRow = prepared((db: Queries, own: { chatKey: number; senderKey: number; id: StoredId }) =>
  selectMessages(db, own.chatKey).where('messages.id', '=', own.id).where('sender_key', '=', own.senderKey),
)

/** One own message by its id in its stored form, with its original send. */
export const selectOwn = async (
  db: Queries,
  message: { chatKey: number; chatId: ChatId; id: MessageId; senderKey: number },
): Promise<(Stored & { readonly sentHash: Uint8Array }) | undefined> => {
  const { chatKey, senderKey } = message
  const [row] = await ownRow(db, { chatKey, senderKey, id: toBytes(message.id) })
  return row && { message: toMessage(row, message.chatId), madeRev: row.made_rev, sentHash: row.sent_hash }
}

const anyRow = prepared((db: Queries, { chatKey, id }: { chatKey: number; id: StoredId }) =>
  selectMessages(db, chatKey).where('messages.id', '=', id),
)

/** A message by its id, without regard to readers. */
export const selectInChat = async (
  db: Queries,
  { chatKey, chatId, id }: { chatKey: number; chatId: ChatId; id: MessageId },
): Promise<Message | undefined> => {
  const [row] = await anyRow(db, { chatKey, id: toBytes(id) })
  return row && toMessage(row, chatId)
}

const visibleRow = prepared((db: Queries, { id, ...range }: Bounds & { readonly id: StoredId }) =>
  selectMessages(db, range.chatKey)
    .where('messages.id', '=', id)
    .where(unindexed('messages.seq'), '>=', range.visibleFrom)
    .where(unindexed('messages.seq'), '<=', range.visibleTo),
)

/** A message by its id, when it is in the range. */
export const selectVisible = async (
  db: Queries,
  range: VisibleRange,
  id: MessageId,
): Promise<{ message: Message; senderKey: number } | undefined> => {
  const { chatKey, visibleFrom, visibleTo } = range
  const [row] = await visibleRow(db, { chatKey, visibleFrom, visibleTo, id: toBytes(id) })
  return row && { message: toSeen(row, range), senderKey: row.sender_key }
}

type ChangedRow = Pick<
  Row,
  'chat_key' | 'seq' | 'body' | 'mentions' | 'rev' | 'edited_at' | 'retracted_at' | 'forwarded_id' | 'forwarded_at'
>
const changedMessage = prepared((db: Queries, { chat_key, seq, ...change }: ChangedRow) =>
  db.updateTable('messages').set(change).where('chat_key', '=', chat_key).where('seq', '=', seq),
)

/** Stores a message's new content, mentions and source, and the time of the change; seq, time and sender stay. */
export const updateMessage = async (db: Queries, chatKey: number, message: Message): Promise<void> => {
  await changedMessage(db, {
    chat_key: chatKey,
    seq: message.seq,
    body: JSON.stringify(message.body),
    mentions: storedMentions(message),
    rev: message.rev,
    edited_at: message.editedAt ?? null,
    retracted_at: message.retractedAt ?? null,
    ...storedForward(message.forwardedFrom),
  })
}

export interface SystemMessage {
  readonly chatKey: number
  readonly id: MessageId
  readonly senderKey: number
  readonly seq: number
  readonly rev: number
  readonly at: number
  readonly body: StoredBody
  readonly via?: string | undefined
}

/** Stores a message of the server, in the transaction that gave it seq and rev. */
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
      via: message.via ?? null,
    })
    .execute()
}
