import type { MediaId, UserId } from '@parley/protocol'
import { pictureKey } from '@parley/server/src/media/blob-keys'
import { countedBytes } from '@parley/server/src/usage/counted-bytes'
import { bytesOf } from './made-picture'
import type { PictureLog } from './picture-log'
import { isInUse, type PictureTruth, type StoredPicture } from './picture-truth'
import { hasChat, type Truth, visibleRange } from './truth'

type Stored = ReadonlyMap<string, Uint8Array>

const idOf = (key: string): MediaId => key.slice(0, key.indexOf('/')) as MediaId

function* checkBytes({ id, version, sides }: StoredPicture, blobs: Stored): Generator<string> {
  if (sides.length === 0) yield `picture ${id} is shown and was never uploaded`
  for (const side of sides) {
    const bytes = blobs.get(pictureKey(id, version, { width: side, height: side }))
    if (!bytes || !Buffer.from(bytes).equals(bytesOf(id, side)))
      yield `picture ${id} is shown and its bytes are not there`
  }
}

/** What a message or an avatar shows is there, and is an upload of the sender's for this chat, in one message alone. */
function* checkShown({ rows, messages, avatars }: PictureTruth, blobs: Stored): Generator<string> {
  for (const [id, showing] of messages) {
    const row = rows.get(id)
    if (showing.length > 1) yield `picture ${id} is shown by ${showing.length} messages`
    for (const message of showing) {
      const where = `message ${message.id} shows picture ${id},`
      if (!row || row.isReleased) yield `${where} which is gone`
      else if (row.ownerId !== message.senderId) yield `${where} which ${row.ownerId} uploaded`
      else if (row.chatId !== message.chatId || row.messageId !== message.id)
        yield `${where} which is of another message`
    }
  }
  for (const [id, { userId, chatId }] of avatars) {
    const row = rows.get(id)
    const where = `${userId ?? chatId} shows picture ${id},`
    if (!row || row.isReleased) yield `${where} which is gone`
    else if (!row.isKept || row.chatId !== chatId || (userId && row.ownerId !== userId))
      yield `${where} which is not its own`
  }
  for (const row of rows.values()) if (isInUse({ messages, avatars }, row.id)) yield* checkBytes(row, blobs)
}

/** Bytes are there only of pictures that are, and each is counted as quotas count it. */
function* checkBlobs({ rows }: PictureTruth, blobs: Stored): Generator<string> {
  const bytes = new Map<MediaId, number>()
  for (const [key, { byteLength }] of blobs) bytes.set(idOf(key), (bytes.get(idOf(key)) ?? 0) + byteLength)
  for (const [id, stored] of bytes) {
    const row = rows.get(id)
    if (!row || row.isReleased)
      yield `bytes of picture ${id} are left, ${row ? 'which nobody may see' : 'of which nothing is known'}`
    else if (row.isReady && row.storedBytes !== countedBytes(stored))
      yield `picture ${id} takes ${stored} bytes and counts as ${row.storedBytes}`
  }
}

/** Somebody gets exactly the pictures that they may see. */
function* checkAnswered(
  { truth, pictures }: { truth: Truth; pictures: PictureTruth },
  { userId, got }: { userId: UserId; got: ReadonlySet<MediaId> },
): Generator<string> {
  for (const row of pictures.rows.values()) {
    const may = row.isReady && !row.isReleased && maySee({ truth, pictures }, { row, userId })
    if (may !== got.has(row.id))
      yield `${userId} ${may ? 'may see' : 'sees'} picture ${row.id}, and ${may ? 'does' : 'may'} not`
  }
  for (const id of got) if (!pictures.rows.has(id)) yield `${userId} sees picture ${id}, which is gone`
}

const maySee = (
  { truth, pictures }: { truth: Truth; pictures: PictureTruth },
  { row: { id, ownerId, isKept }, userId }: { row: StoredPicture; userId: UserId },
): boolean => {
  const avatar = pictures.avatars.get(id)
  const ofChat = avatar?.chatId && truth.chats.get(avatar.chatId)
  if (avatar) return ofChat ? hasChat(ofChat, userId) : true
  const showing = pictures.messages.get(id)
  if (!showing) return ownerId === userId && !isKept
  return showing.some(({ chatId, seq }) => {
    const chat = truth.chats.get(chatId)
    if (!chat || !hasChat(chat, userId)) return false
    const { from, to } = visibleRange(chat, userId)
    return seq >= from && seq <= to
  })
}

/** Every file counts once for who uploaded it. */
function* checkQuotas(pictures: PictureTruth, log: PictureLog, userIds: readonly UserId[]): Generator<string> {
  for (const userId of userIds) {
    const counted = pictures.fileBytes.get(userId) ?? 0
    const { low, high } = log.bytesOf(userId, pictures.rows)
    if (counted < low || counted > high)
      yield `${userId} uploaded ${low} to ${high} bytes, of which ${counted} are counted`
  }
}

export interface PictureEnd {
  readonly truth: Truth
  readonly pictures: PictureTruth
  readonly log: PictureLog
  readonly blobs: Stored
  /** By person: the pictures that they get when they ask for all; undefined without an answer. */
  readonly got: ReadonlyMap<UserId, ReadonlySet<MediaId> | undefined>
  /** Whether everything that is stored was acknowledged in this life of the database. */
  readonly oneLife: boolean
}

/** Everything about pictures, when everything has arrived. */
export function* checkPictures({ truth, pictures, log, blobs, got, oneLife }: PictureEnd): Generator<string> {
  yield* log.check(truth, pictures)
  yield* checkShown(pictures, blobs)
  yield* checkBlobs(pictures, blobs)
  for (const [userId, ids] of got)
    if (ids) yield* checkAnswered({ truth, pictures }, { userId, got: ids })
    else yield `${userId} gets no answer about pictures`
  if (oneLife) yield* checkQuotas(pictures, log, [...got.keys()])
}

/** Long after, nothing is left of what nothing shows. */
export function* checkSwept(pictures: PictureTruth, blobs: Stored): Generator<string> {
  yield* checkShown(pictures, blobs)
  yield* checkBlobs(pictures, blobs)
  for (const id of pictures.rows.keys()) if (!isInUse(pictures, id)) yield `picture ${id} is left, and nothing shows it`
}
