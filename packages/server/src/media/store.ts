import { type ChatId, limits, type MediaId, type MediaKind, type MessageId, type StoredBody } from '@parley/protocol'
import type { PictureSize } from '@parley/protocol/fit-picture'
import { type Selectable, sql } from 'kysely'
import { toBytes, toId } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { unindexed } from '../storage/queries/flat'
import type { Schema } from '../storage/schema'
import { countedBytes } from '../usage/counted-bytes'

export type MediaRow = Selectable<Schema['media']>

export interface NewMedia {
  readonly id: MediaId
  readonly ownerKey: number
  readonly chatKey: number | null
  readonly kind: MediaKind
  readonly name: string
  readonly size: number
  readonly mime?: string | undefined
  readonly width?: number | undefined
  readonly height?: number | undefined
  readonly durationMs?: number | undefined
  readonly peaks?: readonly number[] | undefined
  readonly poster?: MediaId | undefined
}

export const selectMedia = (db: Queries, id: MediaId): Promise<MediaRow | undefined> =>
  db.selectFrom('media').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

/** Makes a row; one under the same id stays as it is. */
export const insertMedia = async (db: Queries, media: NewMedia, nowMs: number): Promise<void> => {
  await db
    .insertInto('media')
    .values({
      id: toBytes(media.id),
      owner_key: media.ownerKey,
      chat_key: media.chatKey,
      kind: media.kind,
      name: media.name,
      mime: media.mime ?? null,
      width: media.width ?? null,
      height: media.height ?? null,
      duration_ms: media.durationMs ?? null,
      peaks: media.peaks ? JSON.stringify(media.peaks) : null,
      poster: media.poster === undefined ? null : toBytes(media.poster),
      sent_size: media.size,
      created_at: nowMs,
      used_at: nowMs,
      kept: 0,
      stored_bytes: countedBytes(media.size),
    })
    .onConflict((conflict) => conflict.column('id').doNothing())
    .execute()
}

/** An upload's data once its bytes have arrived. */
export interface Uploaded {
  readonly sentHash: Uint8Array
  readonly version: string
  readonly size: number
  /** Of all stored sizes together. */
  readonly storedBytes: number
  /** The result of processing a picture. */
  readonly picture?: PictureSize & { readonly thumbhash: string; readonly sizes: readonly PictureSize[] }
  /** Data found in the bytes of other files; undefined leaves the announced values. */
  readonly mime?: string | undefined
}

/** Whether a scanner looks at uploads before others see them. */
type Checking = 'checked' | 'not_checked'

/** Notes what was uploaded; undefined when that happened before, or the row is no longer wanted. */
export const updateUploaded = (
  db: Queries,
  { key, uploaded, checking, nowMs }: { key: number; uploaded: Uploaded; checking: Checking; nowMs: number },
): Promise<MediaRow | undefined> =>
  db
    .updateTable('media')
    .set({
      sent_hash: uploaded.sentHash,
      version: uploaded.version,
      size: uploaded.size,
      stored_bytes: countedBytes(uploaded.storedBytes),
      ready_at: nowMs,
      ...(uploaded.picture && columnsOf(uploaded.picture)),
      ...(uploaded.mime !== undefined && { mime: uploaded.mime }),
      ...(checking === 'checked' && { scan: 'checking' as const, scan_due: nowMs, scan_since: nowMs }),
    })
    .where('key', '=', key)
    .where('ready_at', 'is', null)
    .where('released_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

const columnsOf = ({ width, height, thumbhash, sizes }: NonNullable<Uploaded['picture']>) => ({
  width,
  height,
  thumbhash,
  sizes: JSON.stringify(sizes),
})

/** The uploads of a person that take the most room. */
export const selectLargest = (db: Queries, ownerKey: number): Promise<Pick<MediaRow, 'chat_key' | 'stored_bytes'>[]> =>
  db
    .selectFrom('media')
    .select(['chat_key', 'stored_bytes'])
    .where('owner_key', '=', ownerKey)
    .where('stored_bytes', '>', sql.lit(0))
    .orderBy('stored_bytes', 'desc')
    .limit(sql.lit(limits.largestUploads))
    .execute()

export const chatIdsOf = async (db: Queries, keys: readonly number[]): Promise<ReadonlyMap<number, ChatId>> => {
  if (keys.length === 0) return new Map()
  const rows = await db.selectFrom('chats').select(['key', 'id']).where('key', 'in', keys).execute()
  return new Map(rows.map(({ key, id }) => [key, toId<ChatId>(id)]))
}

/** A complete upload of this person for this chat that belongs to no message. */
export const selectUnused = (
  db: Queries,
  { id, ownerKey, chatKey }: Pick<Claim, 'id' | 'ownerKey' | 'chatKey'>,
): Promise<MediaRow | undefined> =>
  db
    .selectFrom('media')
    .selectAll()
    .where('id', '=', toBytes(id))
    .where(unindexed('owner_key'), '=', ownerKey)
    .where('chat_key', '=', chatKey)
    .where('message_id', 'is', null)
    .where('kept', '=', 0)
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
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
    .where(unindexed('owner_key'), '=', claim.ownerKey)
    .where('chat_key', '=', claim.chatKey)
    .where('scan', '=', 'clean')
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .where((row) =>
      // A chat's avatar doesn't belong to a message either.
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
    .where(unindexed('owner_key'), '=', ownerKey)
    .where('chat_key', 'is', null)
    .where('kept', '=', 0)
    .where('message_id', 'is', null)
    .where('scan', '=', 'clean')
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .returningAll()
    .executeTakeFirst()

/** Leaves a video without a poster. */
export const dropPoster = async (db: Queries, key: number): Promise<void> => {
  await db.updateTable('media').set({ poster: null }).where('key', '=', key).execute()
}

export const release = async (db: Queries, id: Uint8Array, nowMs: number): Promise<void> => {
  await db
    .updateTable('media')
    .set({ released_at: nowMs })
    .where('id', '=', id)
    .where('released_at', 'is', null)
    .execute()
}

/** The message that a picture was claimed for; null while it isn't stored. */
export interface ClaimedFor {
  readonly seq: number | null
  /** It may show something else: a claim under a used id is refused after it was made. */
  readonly body: string | null
}

/** A picture that is there, with the message that it was claimed for. */
export type ShownRow = MediaRow & ClaimedFor

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
    .select(['messages.seq', 'messages.body'])
    .where('media.id', 'in', ids.map(toBytes))
    .where('media.scan', '=', 'clean')
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .execute()

/** Complete uploads, with any viewers. */
export const selectReady = (db: Queries, ids: readonly MediaId[]): Promise<MediaRow[]> =>
  db
    .selectFrom('media')
    .selectAll()
    .where('id', 'in', ids.map(toBytes))
    .where('scan', '=', 'clean')
    .where('ready_at', 'is not', null)
    .where('released_at', 'is', null)
    .execute()

/** The bodies of those of some messages that lie in a range. */
export const selectBodies = async (
  db: Queries,
  { chatKey, visibleFrom, visibleTo }: { chatKey: number; visibleFrom: number; visibleTo: number },
  ids: readonly MessageId[],
): Promise<ReadonlyMap<MessageId, StoredBody>> => {
  const rows = await db
    .selectFrom('messages')
    .select(['id', 'body'])
    .where('chat_key', '=', chatKey)
    .where('id', 'in', ids.map(toBytes))
    .where(unindexed('seq'), '>=', visibleFrom)
    .where(unindexed('seq'), '<=', visibleTo)
    .execute()
  return new Map(rows.map(({ id, body }) => [toId<MessageId>(id), JSON.parse(body) as StoredBody]))
}
