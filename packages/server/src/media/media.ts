import { timingSafeEqual } from 'node:crypto'
import {
  type ChatId,
  type Input,
  limits,
  type Media as MediaFacts,
  type MediaId,
  type MessageId,
  type Result,
  type UserId,
} from '@parley/protocol'
import { uploadsOf } from '@parley/protocol/uploads-of'
import type { Blobs } from '../blobs/blobs'
import type { ChatAccess } from '../chats/access'
import type { Caller } from '../lib/caller'
import { Failure, fail } from '../lib/fail'
import { errorFields, type Logger } from '../lib/logger'
import { type StoredId, toBytes, toId } from '../lib/uuid-bytes'
import type { Database, Queries, Transaction } from '../storage/database'
import { noRoom } from '../usage/all-files'
import type { Quotas } from '../usage/quotas'
import type { Addresses } from './addresses'
import { addressesOf } from './addresses-of'
import { versionKeys } from './blob-keys'
import type { Showing } from './claims'
import { factsOf, isShown } from './media-facts'
import { notClaimed } from './not-claimed'
import type { ReleasedBytes } from './released-bytes'
import { checkAgain } from './scan-store'
import type { Scans } from './scans'
import * as store from './store'
import * as uses from './uses-store'

export interface MediaOptions {
  readonly database: Database
  readonly access: ChatAccess
  readonly addresses: Addresses
  readonly blobs: Blobs
  readonly released: ReleasedBytes
  readonly quotas: Pick<Quotas, 'countFile' | 'filesOf' | 'takeRoom'>
  readonly logger: Logger
  readonly limits: MediaLimits
  /** Undefined where no scanner looks at uploads. */
  readonly scans: Pick<Scans, 'look'> | undefined
  /** Charges rows that a call looks through. */
  readonly charge: (userId: UserId, rows: number) => void
}

/** Limits that the server's settings may change. */
export interface MediaLimits {
  /** One file. */
  readonly fileBytes: number
  readonly voiceMaxMs: number
}

/** Uploads: who may make, send and see them. Their bytes come and go elsewhere. */
export class Media {
  constructor(private readonly options: MediaOptions) {}

  /** Announces an upload. A repeated announcement returns its present state, and has an upload checked once more that was not in time. */
  async create(caller: Caller, input: Input<'media.create'>): Promise<Result<'media.create'>> {
    checkAnnounced(input, this.options.limits)
    using _room = await this.takeRoom(input)
    const { row, scan } = await this.announce(caller, input)
    if (scan === 'refused') throw fail('media_refused')
    if (scan === 'unchecked') throw fail('media_unchecked')
    const media = factsOf(row)
    return { upload: `/files/${input.id}`, ...(media ? { media } : {}) }
  }

  /** An upload that was announced before has its room already. */
  private async takeRoom({ id, size }: Input<'media.create'>): Promise<Disposable> {
    try {
      return await this.options.quotas.takeRoom(size)
    } catch (error) {
      if (await this.options.database.read((db) => store.selectMedia(db, id))) return noRoom
      throw error
    }
  }

  private announce(caller: Caller, input: Input<'media.create'>): Promise<Announced> {
    return this.options.database.write(async (tx) => {
      const { db, now } = tx
      const { id, chatId, name, size, kind } = input
      const chatKey = chatId === undefined ? null : await this.chatFor(db, caller, chatId)
      let poster = input.poster
      if (!(await store.selectMedia(db, id))) {
        poster = await this.posterFor(db, caller, { chatKey, poster: input.poster })
        await this.options.quotas.countFile(tx, caller, size)
      }
      await store.insertMedia(db, { ...input, poster, ownerKey: caller.userKey, chatKey }, now)
      const row = await store.selectMedia(db, id)
      const same =
        row?.owner_key === caller.userKey &&
        row.kind === kind &&
        row.sent_size === size &&
        row.name === name &&
        row.released_at === null
      // A chat may have taken an avatar for its own since.
      if (!row || !same || (chatKey !== null && row.chat_key !== chatKey)) throw fail('conflict')
      if (row.scan === 'unchecked') {
        await checkAgain(db, row.key, now)
        tx.whenDurable(() => this.options.scans?.look())
      }
      return { row, scan: row.scan }
    })
  }

  /** Returns addresses of those uploads that are there and that the caller may see. */
  async get(caller: Caller, { ids, shown }: Input<'media.get'>): Promise<Result<'media.get'>> {
    const rows = await this.options.database.read(async (db) => [
      ...(await this.visibleByThemselves(db, caller, ids)),
      ...(await this.visibleInMessages(db, caller, shown)),
    ])
    const expiresAt = this.options.addresses.expiresAt()
    const once = new Map(rows.map((row) => [row.key, row]))
    return {
      media: await Promise.all([...once.values()].map((row) => addressesOf(this.options.addresses, row, expiresAt))),
    }
  }

  /** The room that the caller's uploads take, and how much there is. */
  usage(caller: Caller): Promise<Result<'media.usage'>> {
    return this.options.database.read((db) => this.options.quotas.filesOf(db, caller))
  }

  /** The chats in which the caller's uploads take the most room. Looks through the largest uploads alone. */
  async largest(caller: Caller): Promise<Result<'media.largest'>> {
    const { database, charge } = this.options
    return database.read(async (db) => {
      const largest = await store.selectLargest(db, caller.userKey)
      charge(caller.userId, largest.length)
      const sums = new Map<number, { usedBytes: number; uploads: number }>()
      for (const { chat_key, stored_bytes } of largest) {
        if (chat_key === null) continue
        const { usedBytes = 0, uploads = 0 } = sums.get(chat_key) ?? {}
        sums.set(chat_key, { usedBytes: usedBytes + stored_bytes, uploads: uploads + 1 })
      }
      const first = [...sums].sort(([, a], [, b]) => b.usedBytes - a.usedBytes).slice(0, limits.largestChats)
      const ids = await store.chatIdsOf(
        db,
        first.map(([key]) => key),
      )
      return { chats: first.flatMap(([key, sum]) => (ids.has(key) ? { chatId: ids.get(key) as ChatId, ...sum } : [])) }
    })
  }

  /**
   * Gives an own upload to a profile, or to a chat, in the transaction that shows it; the one that was shown before goes.
   * @throws Failure with `not_found` when it cannot be had
   */
  async setAvatar(tx: Transaction, { ownerKey, chatKey, avatar, before }: AvatarChange): Promise<void> {
    if (avatar !== null && !(await store.claimForAvatar(tx.db, { id: avatar, ownerKey, chatKey })))
      throw await notClaimed(tx, { id: avatar, ownerKey, chatKey: null }, { field: 'avatar' })
    if (before) await this.release(tx, toId(before))
  }

  /** Releases an upload without permitted viewers. Its bytes are removed once that is durable. */
  async release(tx: Transaction, id: MediaId): Promise<void> {
    await store.release(tx.db, toBytes(id), tx.now)
    this.removeBytes(tx, [id])
  }

  /** Forgets that a message showed uploads, and releases those that no other message shows. Bytes that a report holds move to an id that no user knows. */
  async releaseUses(tx: Transaction, message: Showing): Promise<void> {
    await uses.lockMedia(tx.db, await uses.selectUsed(tx.db, message), tx.now)
    const keys = await uses.deleteUses(tx.db, message)
    const released = await uses.releaseUnshown(tx.db, keys, tx.now)
    this.removeBytes(
      tx,
      released.map(({ id }) => toId<MediaId>(id)),
    )
  }

  /** Keeps the uploads of a message whose content returns, or is released later: the sweep doesn't look for it in the message. */
  async keepUses(tx: Transaction, message: Showing): Promise<void> {
    await uses.lockMedia(tx.db, await uses.selectUsed(tx.db, message), tx.now)
    await uses.settleUses(tx.db, message)
  }

  /** Locks the uploads of several messages, in one order, before each of them changes. */
  async lockUses(tx: Transaction, chatKey: number, messageIds: readonly MessageId[]): Promise<void> {
    const keys: number[] = []
    for (const messageId of messageIds) keys.push(...(await uses.selectUsed(tx.db, { chatKey, messageId })))
    await uses.lockMedia(tx.db, keys, tx.now)
  }

  /** Makes the sweep check the uploads of a restored message: both people may have cleared the chat since it was withdrawn. */
  recheckUses(tx: Transaction, message: Showing): Promise<void> {
    return uses.recheckUses(tx.db, message)
  }

  /** The announcement of an id, for its owner alone. */
  async announced(caller: Caller, id: MediaId): Promise<store.MediaRow> {
    const row = await this.options.database.read((db) => store.selectMedia(db, id))
    if (row?.owner_key !== caller.userKey || row.released_at !== null) throw fail('not_found')
    if (row.scan === 'refused') throw fail('media_refused')
    return row
  }

  /**
   * Notes that the bytes of an upload are stored. When a parallel request was faster, returns what that one stored. Bytes that are
   * refused are removed.
   * @throws Failure with `conflict` when that was something else, `not_found` when the upload was released
   */
  async uploaded(key: number, id: MediaId, uploaded: store.Uploaded): Promise<MediaFacts> {
    const { blobs, database, scans } = this.options
    const checking = scans ? 'checked' : 'not_checked'
    try {
      return await database.write(async (tx) => {
        const { db, now } = tx
        const updated = await store.updateUploaded(db, { key, uploaded, checking, nowMs: now })
        if (updated) tx.whenDurable(() => scans?.look())
        const row = updated ?? (await store.selectMedia(db, id))
        if (!row || row.released_at !== null) throw fail('not_found')
        return sameUpload(row, uploaded.sentHash)
      })
    } catch (error) {
      // No row names these bytes, and the sweep may be done with the upload.
      if (error instanceof Failure && (error.failure === 'conflict' || error.failure === 'not_found'))
        for (const stray of versionKeys(id, uploaded.version, uploaded.picture?.sizes)) await blobs.remove(stray)
      throw error
    }
  }

  private async visibleByThemselves(db: Queries, caller: Caller, ids: readonly MediaId[]): Promise<store.MediaRow[]> {
    if (ids.length === 0) return []
    const rows = await store.selectShown(db, [...new Set(ids)])
    const chatKeys = [...new Set(rows.flatMap(({ chat_key }) => chat_key ?? []))]
    const readable = await this.options.access.findReadables(db, caller.userKey, chatKeys)
    return rows.filter((row) => {
      const shows = isShown(row)
      if (row.owner_key === caller.userKey && row.kept === 0 && !shows) return true
      if (row.chat_key === null) return row.kept === 1
      const range = readable.get(row.chat_key)
      if (!range) return false
      // An avatar of a chat belongs to no message.
      if (row.message_id === null) return row.kept === 1
      return shows && row.seq !== null && row.seq >= range.visibleFrom && row.seq <= range.visibleTo
    })
  }

  /** Those of some uploads that the named messages show to the caller. */
  private async visibleInMessages(
    db: Queries,
    caller: Caller,
    shown: Input<'media.get'>['shown'],
  ): Promise<store.MediaRow[]> {
    const seen: MediaId[] = []
    for (const [chatId, inChat] of Map.groupBy(shown, (one) => one.chatId)) {
      const range = await this.options.access.findReadable(db, chatId, caller.userKey)
      if (!range) continue
      const bodies = await store.selectBodies(
        db,
        range,
        inChat.map(({ messageId }) => messageId),
      )
      for (const { mediaId, messageId } of inChat) {
        const body = bodies.get(messageId)
        if (body && uploadsOf(body).includes(mediaId)) seen.push(mediaId)
      }
    }
    return seen.length === 0 ? [] : store.selectReady(db, [...new Set(seen)])
  }

  /** The chat that an upload is for: whether the caller may write there is checked again when it is sent. */
  private async chatFor(db: Queries, caller: Caller, chatId: ChatId): Promise<number> {
    const range = await this.options.access.findReadable(db, chatId, caller.userKey)
    if (!range) throw fail('not_found')
    if (range.kind !== 'channel' && range.memberRow?.left_seq !== null) throw fail('not_a_member')
    return range.chatKey
  }

  /** A video goes without a poster that its check has refused. */
  private async posterFor(
    db: Queries,
    { userKey }: Caller,
    { chatKey, poster }: { chatKey: number | null; poster: MediaId | undefined },
  ): Promise<MediaId | undefined> {
    if (poster === undefined) return undefined
    const row = chatKey === null ? undefined : await store.selectUnused(db, { id: poster, ownerKey: userKey, chatKey })
    if (row?.kind !== 'image') throw fail('not_found', { field: 'poster' })
    return row.scan === 'refused' ? undefined : poster
  }

  private removeBytes(tx: Transaction, ids: readonly MediaId[]): void {
    const { logger, released } = this.options
    tx.whenDurable(() => {
      // The sweep repeats what fails here.
      for (const id of ids)
        released.remove(id).catch((error) => logger.warn('an upload was not removed yet', errorFields(error)))
    })
  }
}

interface Announced {
  readonly row: store.MediaRow
  /** How its check stood before. */
  readonly scan: store.MediaRow['scan']
}

/**
 * Whether an announcement is complete.
 * @throws Failure with `too_large`, `invalid_params`
 */
const checkAnnounced = (input: Input<'media.create'>, { fileBytes, voiceMaxMs }: MediaLimits): void => {
  const { kind, size, width, height } = input
  const most = kind === 'image' ? limits.mediaBytes : fileBytes
  if (size > most) throw fail('too_large', { field: 'size', message: `size: a file has at most ${most} bytes here` })
  if (input.chatId === undefined && kind !== 'image') throw missing('chatId', 'an avatar is a picture')
  if (kind === 'video' && (width === undefined || height === undefined))
    throw missing('width', 'a video needs both sides')
  if (kind !== 'video' && kind !== 'voice') return
  if (input.durationMs === undefined) throw missing('durationMs', 'videos and voice messages need it')
  if (kind === 'voice' && input.durationMs > voiceMaxMs)
    throw fail('too_large', {
      field: 'durationMs',
      message: `durationMs: a voice message lasts at most ${voiceMaxMs} milliseconds here`,
    })
}

const missing = (field: string, why: string) => fail('invalid_params', { field, message: `${field}: ${why}` })

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
 * The data of a stored upload, for an owner who sends its bytes again.
 * @throws Failure with `conflict` for other bytes
 */
export const sameUpload = (row: store.MediaRow, sentHash: Uint8Array): MediaFacts => {
  const facts = factsOf(row)
  if (!facts || !row.sent_hash || !timingSafeEqual(row.sent_hash, sentHash)) throw fail('conflict')
  return facts
}
