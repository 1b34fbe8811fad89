import type { Insertable, Selectable } from 'kysely'
import { sql } from 'kysely'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type WithdrawnRow = Selectable<Schema['withdrawn']>

/** Some messages of a chat, with the ids of their senders. */
export const selectMessages = (db: Queries, chatKey: number, seqs: readonly number[]) =>
  db
    .selectFrom('messages')
    .innerJoin('users', 'users.key', 'messages.sender_key')
    .selectAll('messages')
    .select('users.id as sender_id')
    .where('chat_key', '=', chatKey)
    .where('seq', 'in', seqs)
    .orderBy('seq')
    .execute()

/** The places of messages by some senders in a part of a chat that are not retracted, or that a cleanup retracted. */
export const selectSeqsOf = async (
  db: Queries,
  { waveKey, chatKey, from, to }: { waveKey: number; chatKey: number; from: number; to: number },
  limit: number,
): Promise<number[]> => {
  const rows = await db
    .selectFrom('messages')
    .select('seq')
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .where('countable', '=', 1)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('wave_accounts')
          .select('user_key')
          .where('wave_key', '=', waveKey)
          .whereRef('wave_accounts.user_key', '=', 'messages.sender_key'),
      ),
    )
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(({ seq }) => seq)
}

/** Numbers of messages that are not retracted in a part of a chat, by their sender. Senders from a key on. */
export const countBySender = async (
  db: Queries,
  { chatKey, from, to, senderFrom }: { chatKey: number; from: number; to: number; senderFrom: number },
): Promise<{ readonly sender: number; readonly count: number }[]> => {
  const rows = await db
    .selectFrom('messages')
    .select(({ fn }) => ['sender_key', fn.countAll<number>().as('count')])
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .where('sender_key', '>=', senderFrom)
    .where('countable', '=', 1)
    .where('retracted_at', 'is', null)
    .groupBy('sender_key')
    .execute()
  return rows.map(({ sender_key, count }) => ({ sender: sender_key, count: Number(count) }))
}

/** The first message in a range, with its time. */
export const selectFirst = (db: Queries, { chatKey, from, to }: { chatKey: number; from: number; to: number }) =>
  db
    .selectFrom('messages')
    .select(['seq', 'at'])
    .where('chat_key', '=', chatKey)
    .where('seq', '>=', from)
    .where('seq', '<=', to)
    .orderBy('seq')
    .limit(sql.lit(1))
    .executeTakeFirst()

/** The reactions to some messages in their stored form, by seq. Without those that were all removed. */
export const selectReactionLists = async (
  db: Queries,
  chatKey: number,
  seqs: readonly number[],
): Promise<ReadonlyMap<number, string>> => {
  const rows = await db
    .selectFrom('reactions')
    .select(['seq', 'list'])
    .where('chat_key', '=', chatKey)
    .where('seq', 'in', seqs)
    .where('list', '!=', '[]')
    .execute()
  return new Map(rows.map(({ seq, list }) => [seq, list]))
}

export const insertWithdrawn = async (db: Queries, rows: readonly Insertable<Schema['withdrawn']>[]): Promise<void> => {
  if (rows.length === 0) return
  await db
    .insertInto('withdrawn')
    .values(rows)
    .onConflict((conflict) => conflict.columns(['wave_key', 'chat_key', 'seq']).doNothing())
    .execute()
}

/** The rows of all cleanups about some messages of a chat. */
export const selectHeld = (db: Queries, chatKey: number, seqs: readonly number[]): Promise<WithdrawnRow[]> =>
  db.selectFrom('withdrawn').selectAll().where('chat_key', '=', chatKey).where('seq', 'in', seqs).execute()

/** The chat of the next messages that a cleanup covers. */
export const selectNextChat = async (db: Queries, waveKey: number): Promise<number | undefined> => {
  const row = await db
    .selectFrom('withdrawn')
    .select('chat_key')
    .where('wave_key', '=', waveKey)
    .orderBy('chat_key')
    .limit(sql.lit(1))
    .executeTakeFirst()
  return row?.chat_key
}

/** The next messages of a chat that a cleanup covers. */
export const selectCovered = async (
  db: Queries,
  { waveKey, chatKey, limit }: { waveKey: number; chatKey: number; limit: number },
): Promise<number[]> => {
  const rows = await db
    .selectFrom('withdrawn')
    .select('seq')
    .where('wave_key', '=', waveKey)
    .where('chat_key', '=', chatKey)
    .orderBy('seq')
    .limit(limit)
    .execute()
  return rows.map(({ seq }) => seq)
}

/** Passes the content of a message to another cleanup that covers it. */
export const passContent = async (db: Queries, row: WithdrawnRow, toWaveKey: number): Promise<void> => {
  const { wave_key: _, chat_key, seq, ...content } = row
  await db
    .updateTable('withdrawn')
    .set(content)
    .where('wave_key', '=', toWaveKey)
    .where('chat_key', '=', chat_key)
    .where('seq', '=', seq)
    .execute()
}

/** Makes a message stay retracted, whatever is undone. Returns whether a cleanup held its content. */
export const keepRetracted = async (db: Queries, chatKey: number, seq: number): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('withdrawn')
    .set({ body: null, mentions: null, forwarded_id: null, forwarded_at: null, edited_at: null, reactions: null })
    .where('chat_key', '=', chatKey)
    .where('seq', '=', seq)
    .where('body', 'is not', null)
    .executeTakeFirstOrThrow()
  return numUpdatedRows > 0n
}

/** Removes the rows of one cleanup, or of all, about some messages. */
export const deleteHeld = async (
  db: Queries,
  { chatKey, seqs, waveKey }: { chatKey: number; seqs: readonly number[]; waveKey?: number },
): Promise<void> => {
  const rows = db.deleteFrom('withdrawn').where('chat_key', '=', chatKey).where('seq', 'in', seqs)
  await (waveKey === undefined ? rows : rows.where('wave_key', '=', waveKey)).execute()
}

/** Gives a message back what it held, at a new rev. */
export const restoreMessage = async (db: Queries, held: WithdrawnRow, rev: number): Promise<void> => {
  await db
    .updateTable('messages')
    .set({
      body: held.body ?? '',
      mentions: held.mentions,
      forwarded_id: held.forwarded_id,
      forwarded_at: held.forwarded_at,
      edited_at: held.edited_at,
      retracted_at: null,
      rev,
    })
    .where('chat_key', '=', held.chat_key)
    .where('seq', '=', held.seq)
    .execute()
}
