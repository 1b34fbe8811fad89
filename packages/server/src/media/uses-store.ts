/** Which messages show which uploads. */
import type { MediaId, MessageId } from '@parley/protocol'
import type { ExpressionBuilder, Selectable } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import { moveHolds } from './holds-store'
import { selectReady } from './store'

export type Use = Pick<Selectable<Schema['media_uses']>, 'media_key' | 'chat_key' | 'message_id'>

/** Records that a message shows uploads; once is enough. The sweep then waits for the message again. */
export const insertUses = async (
  db: Queries,
  use: { readonly mediaKeys: readonly number[]; readonly chatKey: number; readonly messageId: MessageId },
  nowMs: number,
): Promise<void> => {
  if (use.mediaKeys.length === 0) return
  await db
    .insertInto('media_uses')
    .values(
      use.mediaKeys.map((mediaKey) => ({
        media_key: mediaKey,
        chat_key: use.chatKey,
        message_id: toBytes(use.messageId),
        used_at: nowMs,
        settled: 0,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(['media_key', 'chat_key', 'message_id'])
        .doUpdateSet({ used_at: nowMs })
        .where('media_uses.settled', '=', 0),
    )
    .execute()
}

/** Locks uploads, in one order everywhere and before their uses, to prevent deadlocks. Returns the keys of those that are still there. */
export const lockMedia = async (db: Queries, keys: readonly number[], nowMs: number): Promise<number[]> => {
  const left: number[] = []
  for (const key of new Set(keys.toSorted((a, b) => a - b))) {
    const row = await db
      .updateTable('media')
      .set({ used_at: nowMs })
      .where('key', '=', key)
      .where('ready_at', 'is not', null)
      .where('released_at', 'is', null)
      .returning('key')
      .executeTakeFirst()
    if (row) left.push(row.key)
  }
  return left
}

/** The keys of complete uploads. */
export const selectKeys = async (db: Queries, ids: readonly MediaId[]): Promise<number[]> =>
  (await selectReady(db, ids)).map(({ key }) => key)

/** The uploads that a message shows, by their keys. */
export const selectUsed = async (
  db: Queries,
  { chatKey, messageId }: { readonly chatKey: number; readonly messageId: MessageId },
): Promise<number[]> => {
  const rows = await db
    .selectFrom('media_uses')
    .select('media_key')
    .where('chat_key', '=', chatKey)
    .where('message_id', '=', toBytes(messageId))
    .execute()
  return rows.map((row) => row.media_key)
}

/** Notes that a message shows its uploads, so that the sweep leaves them alone. */
export const settleUses = async (
  db: Queries,
  { chatKey, messageId }: { readonly chatKey: number; readonly messageId: MessageId },
): Promise<void> => {
  const rows = await db
    .updateTable('media_uses')
    .set({ settled: 1 })
    .where('chat_key', '=', chatKey)
    .where('message_id', '=', toBytes(messageId))
    .returning('media_key')
    .execute()
  const keys = rows.map(({ media_key }) => media_key)
  if (keys.length > 0) await db.updateTable('media').set({ kept: 1 }).where('key', 'in', keys).execute()
}

export const recheckUses = async (
  db: Queries,
  { chatKey, messageId }: { readonly chatKey: number; readonly messageId: MessageId },
): Promise<void> => {
  await db
    .updateTable('media_uses')
    .set({ settled: 0, used_at: 0 })
    .where('chat_key', '=', chatKey)
    .where('message_id', '=', toBytes(messageId))
    .execute()
}

/** Forgets that a message shows uploads, and returns their keys. */
export const deleteUses = async (
  db: Queries,
  { chatKey, messageId }: { readonly chatKey: number; readonly messageId: MessageId },
): Promise<number[]> => {
  const rows = await db
    .deleteFrom('media_uses')
    .where('chat_key', '=', chatKey)
    .where('message_id', '=', toBytes(messageId))
    .returning('media_key')
    .execute()
  return rows.map((row) => row.media_key)
}

export const isUse =
  ({ media_key, chat_key, message_id }: Use) =>
  ({ and }: ExpressionBuilder<Schema, 'media_uses'>) =>
    and({ media_key, chat_key, message_id })

/**
 * Releases those of some locked uploads that no message shows any more, and returns their keys and ids. Their lock waited for messages
 * that were being forwarded, so that this statement sees them.
 */
export const releaseUnshown = async (
  db: Queries,
  keys: readonly number[],
  nowMs: number,
): Promise<{ readonly key: number; readonly id: StoredId }[]> => {
  if (keys.length === 0) return []
  const released = await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('key', 'in', keys)
    .where('released_at', 'is', null)
    .where(isUnshown)
    .returning(['key', 'id'])
    .execute()
  await moveHolds(db, keysOf(released), nowMs)
  return released
}

const keysOf = (rows: readonly { readonly key: number }[]): number[] => rows.map(({ key }) => key)

export const isUnshown = ({ not, exists, selectFrom }: ExpressionBuilder<Schema, 'media'>) =>
  not(exists(selectFrom('media_uses').select('media_key').whereRef('media_uses.media_key', '=', 'media.key')))

/** Up to where both people of a direct chat have cleared it. */
export const selectClearedByBoth = async (
  db: Queries,
  { chatKey, userKeys }: { readonly chatKey: number; readonly userKeys: readonly number[] },
): Promise<number> => {
  const rows = await db
    .selectFrom('chat_states')
    .select(['user_key', 'cleared_seq'])
    .where('chat_key', '=', chatKey)
    .where('user_key', 'in', userKeys)
    .execute()
  const seqs = new Map(rows.map((row) => [row.user_key, row.cleared_seq]))
  return Math.min(...userKeys.map((key) => seqs.get(key) ?? 0))
}

/** Makes the sweep check the uploads of a range of messages again, at once. */
export const unsettle = async (
  db: Queries,
  { chatKey, from, to }: { readonly chatKey: number; readonly from: number; readonly to: number },
): Promise<void> => {
  await db
    .updateTable('media_uses')
    .set({ settled: 0, used_at: 0 })
    .where('chat_key', '=', chatKey)
    .where('message_id', 'in', ({ selectFrom }) =>
      selectFrom('contents')
        .innerJoin('messages', (join) =>
          join.onRef('messages.chat_key', '=', 'contents.chat_key').onRef('messages.seq', '=', 'contents.seq'),
        )
        .select('messages.id')
        .where('contents.chat_key', '=', chatKey)
        .where('contents.kind', 'in', ['media', 'files', 'voice'])
        .where('contents.seq', '>', from)
        .where('contents.seq', '<=', to),
    )
    .execute()
}
