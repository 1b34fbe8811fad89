import { timingSafeEqual } from 'node:crypto'
import type {
  ChatId,
  ImageBody,
  Input,
  Media as MediaFacts,
  MediaId,
  MessageId,
  Result,
  SentImage,
} from '@parley/protocol'
import type { PictureSize } from '@parley/protocol/fit-picture'
import type { Blobs } from '../blobs/blobs'
import type { AccessCache } from '../chats/access'
import type { Caller } from '../lib/caller'
import { fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import { type StoredId, toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import type { Addresses } from './addresses'
import * as store from './store'

export interface MediaOptions {
  readonly database: Database
  readonly access: AccessCache
  readonly addresses: Addresses
  readonly blobs: Blobs
  readonly logger: Logger
}

/** The key of the blob that holds one size of a picture. */
export const blobKey = (id: MediaId, version: string, { width, height }: PictureSize): string =>
  `${id}/${version}-${width}x${height}.webp`

/** What is known of an uploaded picture, as the wire shows it; undefined while it was not uploaded. */
export const factsOf = (row: store.MediaRow): MediaFacts | undefined => {
  const { size, width, height, thumbhash } = row
  if (size === null || width === null || height === null) return undefined
  const facts = { mediaId: toId<MediaId>(row.id), name: row.name, mime: 'image/webp', size, width, height }
  return thumbhash === null ? facts : { ...facts, thumbhash }
}

/** Pictures: who may upload, use and see them. Their bytes come and go elsewhere. */
export class Media {
  constructor(private readonly options: MediaOptions) {}

  /** Announces an upload; one that was announced before is answered as it is now. */
  create(caller: Caller, input: Input<'media.create'>): Promise<Result<'media.create'>> {
    return this.options.database.write(async ({ db, now }) => {
      const { id, name, size } = input
      const chatKey = input.chatId === undefined ? null : await this.chatFor(db, caller, input.chatId)
      await store.insertMedia(db, { id, ownerKey: caller.userKey, chatKey, name, size }, now)
      const row = await store.selectMedia(db, id)
      const same =
        row?.owner_key === caller.userKey && row.sent_size === size && row.name === name && row.released_at === null
      // A chat may have taken an avatar for its own since.
      if (!row || !same || (chatKey !== null && row.chat_key !== chatKey)) throw fail('conflict')
      const media = factsOf(row)
      return { upload: `/files/${id}`, ...(media ? { media } : {}) }
    })
  }

  /** Addresses of those pictures that are there and may be seen by the caller. */
  async get(caller: Caller, { ids }: Input<'media.get'>): Promise<Result<'media.get'>> {
    const shown = await this.options.database.read(async (db) => {
      const rows = await store.selectShown(db, [...new Set(ids)])
      const chatKeys = [...new Set(rows.flatMap(({ chat_key }) => chat_key ?? []))]
      const readable = await this.options.access.readables(db, caller.userKey, chatKeys)
      return rows.filter((row) => {
        if (row.owner_key === caller.userKey && row.kept === 0 && row.seq === null) return true
        if (row.chat_key === null) return row.kept === 1
        const range = readable.get(row.chat_key)
        if (!range || row.retracted_at !== null) return false
        // An avatar of a chat belongs to no message.
        if (row.message_id === null) return row.kept === 1
        return row.seq !== null && row.seq >= range.visibleFrom && row.seq <= range.visibleTo
      })
    })
    const expiresAt = this.options.addresses.expiresAt()
    return { media: await Promise.all(shown.map((row) => this.addressesOf(row, expiresAt))) }
  }

  /**
   * Gives an own upload for this chat to a message, once and for all, and answers the body that is stored. Safe to repeat for
   * the same message.
   * @returns undefined when there is no such upload, or it belongs to another message
   */
  claim(
    caller: Caller,
    { chatKey, messageId, body }: { chatKey: number; messageId: MessageId; body: SentImage },
  ): Promise<ImageBody | undefined> {
    return this.options.database.write(async ({ db, now }) => {
      const claim = { id: body.mediaId, ownerKey: caller.userKey, chatKey, messageId }
      const row = await store.claimForMessage(db, claim, now)
      const facts = row && factsOf(row)
      return facts && { type: 'image', ...facts, ...(body.caption === undefined ? {} : { caption: body.caption }) }
    })
  }

  /**
   * Gives an own upload to a profile, or to a chat, in the transaction that shows it; the one that was shown before goes.
   * @throws Failure with `not_found` when it cannot be had
   */
  async setAvatar(tx: Transaction, { ownerKey, chatKey, avatar, before }: AvatarChange): Promise<void> {
    if (avatar !== null && !(await store.claimForAvatar(tx.db, { id: avatar, ownerKey, chatKey })))
      throw fail('not_found', { field: 'avatar' })
    if (before) await this.release(tx, toId(before))
  }

  /** Lets go of a picture that nobody may see any more: its bytes are removed once that is durable. */
  async release(tx: Transaction, id: MediaId): Promise<void> {
    const { blobs, logger } = this.options
    await store.release(tx.db, Buffer.from(id.replaceAll('-', ''), 'hex'), tx.now)
    tx.whenDurable(() => {
      // What fails here the sweep does again.
      blobs.removeAll(id).catch((error) => logger.warn('a picture was not removed yet', errorFields(error)))
    })
  }

  /** What was announced under an id, for its owner alone. */
  async announced(caller: Caller, id: MediaId): Promise<store.MediaRow> {
    const row = await this.options.database.read((db) => store.selectMedia(db, id))
    if (row?.owner_key !== caller.userKey || row.released_at !== null) throw fail('not_found')
    return row
  }

  /**
   * Notes what was uploaded; when somebody was faster, answers what they uploaded.
   * @throws Failure with `conflict` when that was something else, `not_found` when it is no longer wanted
   */
  uploaded(key: number, id: MediaId, uploaded: store.Uploaded): Promise<MediaFacts> {
    return this.options.database.write(async ({ db, now }) => {
      const row = (await store.updateUploaded(db, { key, uploaded, nowMs: now })) ?? (await store.selectMedia(db, id))
      if (!row || row.released_at !== null) throw fail('not_found')
      return sameUpload(row, uploaded.sentHash)
    })
  }

  /** The chat that a picture is uploaded for: whether it may be sent there is asked again when it is. */
  private async chatFor(db: Queries, caller: Caller, chatId: ChatId): Promise<number> {
    const range = await this.options.access.readable(db, chatId, caller.userKey)
    if (!range) throw fail('not_found')
    if (range.kind !== 'channel' && range.memberRow?.left_seq !== null) throw fail('not_a_member')
    return range.chatKey
  }

  private async addressesOf(row: store.ShownRow, expiresAt: number) {
    const id = toId<MediaId>(row.id)
    const sizes = JSON.parse(row.sizes ?? '[]') as PictureSize[]
    return {
      mediaId: id,
      expiresAt,
      sizes: await Promise.all(
        sizes.map(async ({ width, height }) => ({
          width,
          height,
          path: await this.options.addresses.sign({
            key: blobKey(id, row.version ?? '', { width, height }),
            expiresAt,
          }),
        })),
      ),
    }
  }
}

export interface AvatarChange {
  readonly ownerKey: number
  /** The chat that shows it; null for a person. */
  readonly chatKey: number | null
  /** Null: none from now on. */
  readonly avatar: MediaId | null
  /** The one until now. */
  readonly before: StoredId | null
}

/**
 * What is known of an upload that is there already, for who sends its bytes again.
 * @throws Failure with `conflict` for other bytes
 */
export const sameUpload = (row: store.MediaRow, sentHash: Uint8Array): MediaFacts => {
  const facts = factsOf(row)
  if (!facts || !row.sent_hash || !timingSafeEqual(row.sent_hash, sentHash)) throw fail('conflict')
  return facts
}
