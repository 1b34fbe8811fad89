import type { MediaId, MessageId } from '@parley/protocol'
import type { PictureSize } from '@parley/protocol/fit-picture'
import type { Selectable } from 'kysely'
import { type StoredId, toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'

export type MediaRow = Selectable<Schema['media']>

export interface NewMedia {
  readonly id: MediaId
  readonly ownerKey: number
  readonly chatKey: number | null
  readonly name: string
  readonly size: number
}

export const selectMedia = (db: Queries, id: MediaId): Promise<MediaRow | undefined> =>
  db.selectFrom('media').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

/** Makes a row; one under the same id stays as it is. */
export const insertMedia = async (db: Queries, media: NewMedia, nowMs: number): Promise<void> => {
  await db
    .insertInto('media')
    .values({
      ...{ id: toBytes(media.id), owner_key: media.ownerKey, chat_key: media.chatKey },
      ...{ name: media.name, sent_size: media.size, created_at: nowMs, used_at: nowMs, kept: 0 },
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** What is known of a picture once it was uploaded. */
export interface Uploaded extends PictureSize {
  readonly sentHash: Uint8Array
  readonly version: string
  readonly size: number
  readonly thumbhash: string
  readonly sizes: readonly PictureSize[]
}

/** Notes what was uploaded; undefined when that happened before, or the row is no longer wanted. */
export const updateUploaded = (
  db: Queries,
  { key, uploaded, nowMs }: { key: number; uploaded: Uploaded; nowMs: number },
): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({
      ...{ sent_hash: uploaded.sentHash, version: uploaded.version, size: uploaded.size },
      ...{ width: uploaded.width, height: uploaded.height, thumbhash: uploaded.thumbhash },
      ...{ sizes: JSON.stringify(uploaded.sizes), ready_at: nowMs },
    })
    .where('key', '=', key)
    .where('ready_at', 'is', null)
    .where('released_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

export interface Claim {
  readonly id: MediaId
  readonly ownerKey: number
  readonly chatKey: number
  readonly messageId: MessageId
}

/** Gives an upload to a message, once and for all; undefined when it is not there, not of this sender, or another message's. */
export const claimForMessage = (db: Queries, claim: Claim, nowMs: number): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({ message_id: toBytes(claim.messageId), used_at: nowMs })
    .where('id', '=', toBytes(claim.id))
    .where('owner_key', '=', claim.ownerKey)
    .where('chat_key', '=', claim.chatKey)
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .where((row) =>
      // What a chat shows as its avatar is no message's either.
      row.or([
        row.and([row('message_id', 'is', null), row('kept', '=', 0)]),
        row('message_id', '=', toBytes(claim.messageId)),
      ]),
    )
    .returningAll()
    .executeTakeFirst()

/** Gives an upload to a profile, or to a chat; undefined when it cannot be had. */
export const claimForAvatar = (
  db: Queries,
  { id, ownerKey, chatKey }: { id: MediaId; ownerKey: number; chatKey: number | null },
): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({ kept: 1, chat_key: chatKey })
    .where('id', '=', toBytes(id))
    .where('owner_key', '=', ownerKey)
    .where('chat_key', 'is', null)
    .where('kept', '=', 0)
    .where('message_id', 'is', null)
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

export const release = async (db: Queries, id: Uint8Array, nowMs: number): Promise<void> => {
  await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .execute()
}

/** A picture that is there, with the message that shows it. */
export type ShownRow = MediaRow & { readonly seq: number | null; readonly retracted_at: number | null }

export const selectShown = (db: Queries, ids: readonly MediaId[]): Promise<ShownRow[]> =>
  db
    .selectFrom('media')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.chat_key', '=', 'media.chat_key')
        .onRef('messages.id', '=', 'media.message_id')
        .onRef('messages.sender_key', '=', 'media.owner_key'),
    )
    .selectAll('media')
    .select(['messages.seq', 'messages.retracted_at'])
    .where('media.id', 'in', ids.map(toBytes))
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .execute()

/** Uploads of which it is not known whether anything shows them, and the message that does, oldest first. */
export const selectUnsettled = (db: Queries, { before, limit }: { before: number; limit: number }) =>
  db
    .selectFrom('media')
    .leftJoin('messages', (join) =>
      join
        .onRef('messages.chat_key', '=', 'media.chat_key')
        .onRef('messages.id', '=', 'media.message_id')
        .onRef('messages.sender_key', '=', 'media.owner_key'),
    )
    .select(['media.key', 'messages.seq'])
    .where('kept', '=', 0)
    .where('released_at', 'is', null)
    .where('used_at', '<', before)
    .orderBy('used_at')
    .limit(limit)
    .execute()

export const keep = async (db: Queries, keys: readonly number[]): Promise<void> => {
  await db.updateTable('media').set({ kept: 1 }).where('key', 'in', keys).execute()
}

/** Lets go of uploads that are still unused: one that was claimed meanwhile stays. */
export const releaseUnused = async (
  db: Queries,
  { keys, before, nowMs }: { keys: readonly number[]; before: number; nowMs: number },
): Promise<void> => {
  await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('key', 'in', keys)
    .where('kept', '=', 0)
    .where('used_at', '<', before)
    .execute()
}

export const selectReleased = (db: Queries, limit: number): Promise<{ key: number; id: StoredId }[]> =>
  db
    .selectFrom('media')
    .select(['key', 'id'])
    .where('released_at', 'is not', null)
    .orderBy('released_at')
    .limit(limit)
    .execute()

export const deleteMedia = async (db: Queries, keys: readonly number[]): Promise<void> => {
  await db.deleteFrom('media').where('key', 'in', keys).execute()
}
