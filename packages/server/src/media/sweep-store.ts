/** Queries and removals of the sweep. */
import type { MediaId } from '@parley/protocol'
import { sql } from 'kysely'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import { moveHolds } from './holds-store'
import { isHeld } from './is-held'
import type { MediaRow } from './store'
import { isUnshown, isUse, type Use } from './uses-store'

/** Uses with the messages that they are for, and how far each person of a direct chat has cleared it. */
const usesInMessages = (db: Queries) =>
  db
    .selectFrom('media_uses')
    .innerJoin('media', 'media.key', 'media_uses.media_key')
    .leftJoin('messages', (join) =>
      join.onRef('messages.chat_key', '=', 'media_uses.chat_key').onRef('messages.id', '=', 'media_uses.message_id'),
    )
    .leftJoin('chats', (join) =>
      join.onRef('chats.key', '=', 'media_uses.chat_key').on('chats.direct_low', 'is not', null),
    )
    .leftJoin('chat_states as low', (join) =>
      join.onRef('low.user_key', '=', 'chats.direct_low').onRef('low.chat_key', '=', 'chats.key'),
    )
    .leftJoin('chat_states as high', (join) =>
      join.onRef('high.user_key', '=', 'chats.direct_high').onRef('high.chat_key', '=', 'chats.key'),
    )
    .select(['media.id', 'media_uses.media_key', 'media_uses.chat_key', 'media_uses.message_id', 'media_uses.used_at'])
    .select(['messages.seq', 'messages.body', 'low.cleared_seq as low_cleared', 'high.cleared_seq as high_cleared'])

/** Uses of which it is not known whether the message shows the upload, oldest first. */
export const selectUnsettled = (db: Queries, { before, limit }: { before: number; limit: number }) =>
  usesInMessages(db)
    .where('settled', '=', sql.lit(0))
    .where('media_uses.used_at', '<', before)
    .orderBy('media_uses.used_at')
    .limit(limit)
    .execute()

/** Notes that a message shows an upload, as was looked up, unless the use was claimed or cleared since. */
export const settle = async (db: Queries, use: Use & { readonly used_at: number }): Promise<void> => {
  await db.updateTable('media').set({ kept: 1 }).where('key', '=', use.media_key).execute()
  await db
    .updateTable('media_uses')
    .set({ settled: 1 })
    .where(isUse(use))
    .where(unindexed('used_at'), '=', use.used_at)
    .execute()
}

/** Forgets a use whose message never came, unless it was claimed again meanwhile. */
export const deleteUse = async (db: Queries, use: Use, before: number): Promise<void> => {
  await db
    .deleteFrom('media_uses')
    .where(isUse(use))
    .where('settled', '=', 0)
    .where(unindexed('used_at'), '<', before)
    .execute()
}

/** Releases uploads that were not used for a time; returns how many. */
export const releaseUnused = async (
  db: Queries,
  { before, nowMs, limit }: { before: number; nowMs: number; limit: number },
): Promise<number> => {
  const unused = await db
    .selectFrom('media')
    .select('key')
    .where('kept', '=', sql.lit(0))
    .where('released_at', 'is', null)
    .where('used_at', '<', before)
    .where(isUnshown)
    .orderBy('used_at')
    .limit(limit)
    .execute()
  if (unused.length === 0) return 0
  const keys = unused.map(({ key }) => key)
  // One that was claimed meanwhile stays.
  const released = await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('key', 'in', keys)
    .where('kept', '=', 0)
    .where('used_at', '<', before)
    .where(isUnshown)
    .returning('key')
    .execute()
  await moveHolds(
    db,
    released.map(({ key }) => key),
    nowMs,
  )
  return keys.length
}

/** Uploads whose bytes can go. */
export const selectReleased = (db: Queries, limit: number): Promise<{ key: number; id: StoredId }[]> =>
  db
    .selectFrom('media')
    .select(['key', 'id'])
    .where('released_at', 'is not', null)
    .where((media) => media.not(isHeld(media)))
    .orderBy('released_at')
    .limit(limit)
    .execute()

/** Puts uploads whose bytes couldn't be removed behind all others. */
export const releaseLater = async (db: Queries, keys: readonly number[], nowMs: number): Promise<void> => {
  if (keys.length > 0) await db.updateTable('media').set({ released_at: nowMs }).where('key', 'in', keys).execute()
}

/** Those of some uploads whose bytes are still to come. */
export const selectAwaited = async (db: Queries, ids: readonly MediaId[]): Promise<ReadonlySet<MediaId>> => {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('media')
    .select('id')
    .where('id', 'in', ids.map(toBytes))
    .where('ready_at', 'is', null)
    .where('released_at', 'is', null)
    .execute()
  return new Set(rows.map(({ id }) => toId<MediaId>(id)))
}

/** All uploads, in parts. */
export const selectPage = (db: Queries, { after, limit }: { after: number; limit: number }): Promise<MediaRow[]> =>
  db.selectFrom('media').selectAll().where('key', '>', after).orderBy('key').limit(limit).execute()

/** All uses of some uploads. */
export const selectUsesOf = (db: Queries, keys: readonly number[]) =>
  usesInMessages(db).select('media_uses.settled').where('media_uses.media_key', 'in', keys).execute()

/** The rows of some uploads, whatever their state. */
export const selectRows = (db: Queries, ids: readonly MediaId[]): Promise<MediaRow[]> =>
  db.selectFrom('media').selectAll().where('id', 'in', ids.map(toBytes)).execute()

export const deleteMedia = async (db: Queries, keys: readonly number[]): Promise<void> => {
  if (keys.length === 0) return
  await db.deleteFrom('media_uses').where('media_key', 'in', keys).execute()
  await db.deleteFrom('media').where('key', 'in', keys).execute()
}
