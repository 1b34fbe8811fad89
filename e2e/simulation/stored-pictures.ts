import { Database } from 'bun:sqlite'
import type { ChatId, MediaId, MessageId, UserId } from '@parley/protocol'
import { toId } from '@parley/server/src/lib/uuid-bytes'

/** One row of a picture, read without the server's code. */
export interface StoredPicture {
  readonly id: MediaId
  readonly ownerId: UserId
  readonly chatId: ChatId | undefined
  readonly messageId: MessageId | undefined
  readonly isReady: boolean
  readonly isReleased: boolean
  readonly isKept: boolean
  readonly version: string
  readonly sides: readonly number[]
  readonly storedBytes: number
}

/** The final data about pictures in the database. */
export interface StoredPictures {
  readonly rows: ReadonlyMap<MediaId, StoredPicture>
  /** By picture: the user or the chat with this avatar. */
  readonly avatars: ReadonlyMap<MediaId, { readonly userId?: UserId; readonly chatId?: ChatId }>
  /** By picture: the messages that show it. */
  readonly messages: ReadonlyMap<MediaId, readonly PictureMessage[]>
  /** Bytes that count for each account's files. */
  readonly fileBytes: ReadonlyMap<UserId, number>
}

export interface PictureMessage {
  readonly id: MessageId
  readonly chatId: ChatId
  readonly seq: number
  readonly senderId: UserId
}

type Row = Record<string, number | string | Uint8Array | null>

const idOf = <T extends string>(row: Row, column: string): T => toId<T>(row[column] as Uint8Array)
const maybeIdOf = <T extends string>(row: Row, column: string): T | undefined =>
  row[column] === null ? undefined : idOf<T>(row, column)

const pictureOf = (row: Row): StoredPicture => ({
  id: idOf(row, 'id'),
  ownerId: idOf(row, 'owner'),
  chatId: maybeIdOf(row, 'chat'),
  messageId: maybeIdOf(row, 'message_id'),
  isReady: row.ready_at !== null,
  isReleased: row.released_at !== null,
  isKept: row.kept === 1,
  version: (row.version as string | null) ?? '',
  sides: (JSON.parse((row.sizes as string | null) ?? '[]') as { width: number }[]).map(({ width }) => width),
  storedBytes: row.stored_bytes as number,
})

const picturesSql = `select media.*, users.id as owner, chats.id as chat from media
  join users on users.key = media.owner_key left join chats on chats.key = media.chat_key`
const messagesSql = `select messages.id, messages.seq, body, chats.id as chat, users.id as sender from messages
  join chats on chats.key = messages.chat_key join users on users.key = messages.sender_key where body like '{"type":"image"%'`
const avatarsSql = `select avatar, id as user, null as chat from users where avatar is not null
  union all select avatar, null, id from chats where avatar is not null`
const usageSql = 'select users.id as user, file_bytes from usage join users on users.key = user_key'

/** Reads a database that is no longer written. */
export const readPictures = (path: string): StoredPictures => {
  const db = new Database(path)
  const all = (sql: string) => db.query(sql).all() as Row[]
  const messages = all(messagesSql).map((row) => ({
    pictureId: (JSON.parse(row.body as string) as { mediaId: MediaId }).mediaId,
    ...{ id: idOf<MessageId>(row, 'id'), chatId: idOf<ChatId>(row, 'chat'), seq: row.seq as number },
    senderId: idOf<UserId>(row, 'sender'),
  }))
  const shownBy = (row: Row) =>
    row.user === null ? { chatId: idOf<ChatId>(row, 'chat') } : { userId: idOf<UserId>(row, 'user') }
  const stored = {
    rows: new Map(all(picturesSql).map((row) => [idOf<MediaId>(row, 'id'), pictureOf(row)] as const)),
    avatars: new Map(all(avatarsSql).map((row) => [idOf<MediaId>(row, 'avatar'), shownBy(row)] as const)),
    messages: Map.groupBy(messages, ({ pictureId }) => pictureId),
    fileBytes: new Map(all(usageSql).map((row) => [idOf<UserId>(row, 'user'), row.file_bytes as number] as const)),
  }
  db.close()
  return stored
}

/** True if a message or an avatar shows the picture. */
export const isInUse = ({ avatars, messages }: Pick<StoredPictures, 'avatars' | 'messages'>, id: MediaId): boolean =>
  avatars.has(id) || messages.has(id)
