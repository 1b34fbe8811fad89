import type { MediaId, UserId } from '@parley/protocol'
import { pictureKey } from '@parley/server/src/media/blob-keys'
import { countedBytes } from '@parley/server/src/usage/counted-bytes'
import type { PictureChecker } from './picture-checker'
import { bytesOf } from './simulate-picture'
import { isInUse, type StoredPicture, type StoredPictures } from './stored-pictures'
import { hasChat, type StoredState, visibleRange } from './stored-state'

type Stored = ReadonlyMap<string, Uint8Array>

const idOf = (key: string): MediaId => key.slice(0, key.indexOf('/')) as MediaId

function* checkBytes({ id, version, sides }: StoredPicture, blobs: Stored): Generator<string> {
  if (sides.length === 0) yield `picture ${id} is shown but was never uploaded`
  for (const side of sides) {
    const bytes = blobs.get(pictureKey(id, version, { width: side, height: side }))
    if (!bytes || !Buffer.from(bytes).equals(bytesOf(id, side)))
      yield `picture ${id} is shown but its bytes are missing`
  }
}

/**
 * A message or an avatar shows an existing picture, which its sender uploaded for this chat. No two messages show the
 * same picture.
 */
function* checkShown({ rows, messages, avatars }: StoredPictures, blobs: Stored): Generator<string> {
  for (const [id, showing] of messages) {
    const row = rows.get(id)
    if (showing.length > 1) yield `picture ${id} is shown by ${showing.length} messages`
    for (const message of showing) {
      const where = `message ${message.id} shows picture ${id},`
      if (!row || row.isReleased) yield `${where} which was removed`
      else if (row.ownerId !== message.senderId) yield `${where} which ${row.ownerId} uploaded`
      else if (row.chatId !== message.chatId || row.messageId !== message.id)
        yield `${where} which belongs to another message`
    }
  }
  for (const [id, { userId, chatId }] of avatars) {
    const row = rows.get(id)
    const where = `${userId ?? chatId} shows picture ${id},`
    if (!row || row.isReleased) yield `${where} which was removed`
    else if (!row.isKept || row.chatId !== chatId || (userId && row.ownerId !== userId))
      yield `${where} which is not its own`
  }
  for (const row of rows.values()) if (isInUse({ messages, avatars }, row.id)) yield* checkBytes(row, blobs)
}

/** Stored bytes belong to existing pictures, and quotas count each picture correctly. */
function* checkBlobs({ rows }: StoredPictures, blobs: Stored): Generator<string> {
  const bytes = new Map<MediaId, number>()
  for (const [key, { byteLength }] of blobs) bytes.set(idOf(key), (bytes.get(idOf(key)) ?? 0) + byteLength)
  for (const [id, stored] of bytes) {
    const row = rows.get(id)
    if (!row || row.isReleased)
      yield `bytes of picture ${id} are left, ${row ? 'which no user may see' : 'which has no row'}`
    else if (row.isReady && row.storedBytes !== countedBytes(stored))
      yield `picture ${id} takes ${stored} bytes but counts as ${row.storedBytes}`
  }
}

/** A user gets exactly the pictures that they may see. */
function* checkResponse(
  { database, pictures }: { database: StoredState; pictures: StoredPictures },
  { userId, got }: { userId: UserId; got: ReadonlySet<MediaId> },
): Generator<string> {
  for (const row of pictures.rows.values()) {
    const may = row.isReady && !row.isReleased && isVisible({ database, pictures }, { row, userId })
    if (may !== got.has(row.id))
      yield `${userId} ${may ? 'may see' : 'sees'} picture ${row.id}, but ${may ? 'does' : 'may'} not`
  }
  for (const id of got) if (!pictures.rows.has(id)) yield `${userId} sees picture ${id}, which was removed`
}

const isVisible = (
  { database, pictures }: { database: StoredState; pictures: StoredPictures },
  { row: { id, ownerId, isKept }, userId }: { row: StoredPicture; userId: UserId },
): boolean => {
  const avatar = pictures.avatars.get(id)
  const ofChat = avatar?.chatId && database.chats.get(avatar.chatId)
  if (avatar) return ofChat ? hasChat(ofChat, userId) : true
  const showing = pictures.messages.get(id)
  if (!showing) return ownerId === userId && !isKept
  return showing.some(({ chatId, seq }) => {
    const chat = database.chats.get(chatId)
    if (!chat || !hasChat(chat, userId)) return false
    const { from, to } = visibleRange(chat, userId)
    return seq >= from && seq <= to
  })
}

/** Every file counts once for its uploader. */
function* checkQuotas(pictures: StoredPictures, log: PictureChecker, userIds: readonly UserId[]): Generator<string> {
  for (const userId of userIds) {
    const counted = pictures.fileBytes.get(userId) ?? 0
    const { low, high } = log.bytesOf(userId, pictures.rows)
    if (counted < low || counted > high) yield `${userId} uploaded ${low} to ${high} bytes, but ${counted} are counted`
  }
}

export interface PictureResult {
  readonly database: StoredState
  readonly pictures: StoredPictures
  readonly log: PictureChecker
  readonly blobs: Stored
  /** By user: the pictures that they get when they request all; undefined without a response. */
  readonly got: ReadonlyMap<UserId, ReadonlySet<MediaId> | undefined>
  /** True if no backup was restored, so that everything stored was acknowledged by this database. */
  readonly neverRestored: boolean
}

/** All checks of pictures, after everything has arrived. */
export function* checkPictures({
  database,
  pictures,
  log,
  blobs,
  got,
  neverRestored,
}: PictureResult): Generator<string> {
  yield* log.check(database, pictures)
  yield* checkShown(pictures, blobs)
  yield* checkBlobs(pictures, blobs)
  for (const [userId, ids] of got)
    if (ids) yield* checkResponse({ database, pictures }, { userId, got: ids })
    else yield `${userId} gets no response about pictures`
  if (neverRestored) yield* checkQuotas(pictures, log, [...got.keys()])
}

/** A day later, all unused pictures are removed. */
export function* checkSwept(pictures: StoredPictures, blobs: Stored): Generator<string> {
  yield* checkShown(pictures, blobs)
  yield* checkBlobs(pictures, blobs)
  for (const id of pictures.rows.keys()) if (!isInUse(pictures, id)) yield `picture ${id} is left, but nothing shows it`
}
