import type { ChatId, MessageId, Played, StoredBody } from '@parley/protocol'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { prepared } from '../storage/queries/prepared'
import type { VisibleRange } from './store'

/** One user in one chat. */
interface Place {
  readonly userKey: number
  readonly chatKey: number
}

/** A voice message by its place. */
export interface VoicePlace {
  readonly id: StoredId
  readonly seq: number
  readonly senderKey: number
}

/** The voice messages of the list within the range, in their order in the chat. */
export const selectVoicesOf = async (
  db: Queries,
  { chatKey, visibleFrom, visibleTo }: VisibleRange,
  ids: readonly MessageId[],
): Promise<VoicePlace[]> => {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'seq', 'sender_key', 'body'])
    .where('chat_key', '=', chatKey)
    .where('id', 'in', ids.map(toBytes))
    .where(unindexed('messages.seq'), '>=', visibleFrom)
    .where(unindexed('messages.seq'), '<=', visibleTo)
    .execute()
  // Sorted here: PostgreSQL would read the whole chat in this order, with a plan made while it was empty.
  return rows
    .toSorted((a, b) => a.seq - b.seq)
    .filter(({ body }) => (JSON.parse(body) as StoredBody).type === 'voice')
    .map((row) => ({ id: row.id, seq: row.seq, senderKey: row.sender_key }))
}

const toPlayed = (row: { message_id: StoredId; seq: number; rev: number }, chatId: ChatId): Played => ({
  chatId,
  messageId: toId(row.message_id),
  seq: row.seq,
  rev: row.rev,
})

/** A user's rows of some messages. */
export const selectPlayedOf = async (
  db: Queries,
  { userKey, chatKey }: Place,
  { chatId, seqs }: { chatId: ChatId; seqs: readonly number[] },
): Promise<Played[]> => {
  if (seqs.length === 0) return []
  const rows = await db
    .selectFrom('played')
    .select(['seq', 'message_id', 'rev'])
    .where('user_key', '=', userKey)
    .where('chat_key', '=', chatKey)
    .where('seq', 'in', seqs)
    .orderBy('seq')
    .execute()
  return rows.map((row) => toPlayed(row, chatId))
}

/** Marks messages as played, under a new rev of the user. */
export const insertPlayed = async (
  db: Queries,
  { userKey, chatKey }: Place,
  { rev, messages }: { rev: number; messages: readonly VoicePlace[] },
): Promise<void> => {
  const place = { user_key: userKey, chat_key: chatKey }
  await db
    .insertInto('played')
    .values(messages.map(({ id, seq }) => ({ ...place, seq, message_id: id, rev })))
    .execute()
}

const playedSince = prepared(
  (db: Queries, { userKey, since, limit }: { userKey: number; since: number; limit: number }) =>
    db
      .selectFrom('played')
      .innerJoin('chats', 'chats.key', 'played.chat_key')
      .select(['chats.id', 'played.message_id', 'played.seq', 'played.rev'])
      .where('played.user_key', '=', userKey)
      .where('played.rev', '>', since)
      .orderBy('played.rev', 'desc')
      .orderBy('played.seq')
      .limit(limit),
)

/** A user's rows above a rev, newest first. */
export const selectPlayed = async (
  db: Queries,
  userKey: number,
  { since, limit }: { since: number; limit: number },
): Promise<Played[]> => {
  const rows = await playedSince(db, { userKey, since, limit })
  return rows.map((row) => toPlayed(row, toId(row.id)))
}
