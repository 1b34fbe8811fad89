/** The databases that `indexed-db.ts` writes. */
import type {
  ChatId,
  ChatState,
  Friend,
  Hidden,
  MediaId,
  Message,
  MessageId,
  MyReaction,
  Played,
  User,
  UserId,
} from '@parley/protocol'
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import type { StoredBytes, StoredFile } from './packed-bytes'
import type { Draft, OutboxEntry, StoredChat, StoredUser } from './store'

export interface Schema extends DBSchema {
  meta: { key: 'epoch' | 'user'; value: string | StoredUser }
  states: { key: ChatId; value: ChatState }
  hidden: { key: MessageId; value: Hidden }
  reactions: { key: MessageId; value: MyReaction }
  played: { key: MessageId; value: Played }
  friends: { key: UserId; value: Friend }
  users: { key: UserId; value: User }
  chats: { key: ChatId; value: StoredChat }
  messages: { key: [ChatId, number]; value: Message }
  /** When the chats were last active whose messages are stored. */
  tails: { key: ChatId; value: number }
  outbox: { key: MessageId; value: OutboxEntry }
  /** Bytes of uploads in the outbox. */
  uploads: { key: [MessageId, MediaId]; value: StoredBytes }
  drafts: { key: ChatId; value: Draft }
  /** Files that wait beside a composer. */
  attached: { key: ChatId; value: readonly StoredFile[] }
  /** Voice messages that were played here, which the server doesn't know yet. */
  untoldPlayed: { key: MessageId; value: ChatId }
}
export type StoreName = CacheName | 'outbox' | 'uploads' | 'drafts' | 'attached' | 'untoldPlayed'
type CacheName =
  | 'meta'
  | 'states'
  | 'hidden'
  | 'reactions'
  | 'played'
  | 'friends'
  | 'users'
  | 'chats'
  | 'messages'
  | 'tails'
export type Transaction = IDBPTransaction<Schema, StoreName[], 'readwrite'>

const version = 7
export const cacheStores: CacheName[] = [
  ...(['meta', 'states', 'hidden', 'reactions', 'played', 'friends', 'users', 'chats'] as const),
  ...(['messages', 'tails'] as const),
]
export const entryStores: StoreName[] = ['outbox', 'uploads']
export const allStores: StoreName[] = [...cacheStores, ...entryStores, 'drafts', 'attached', 'untoldPlayed']

type Upgrade = IDBPTransaction<Schema, StoreName[], 'versionchange'>

/** Versions before 5 kept outbox pictures here, by message. The cast: the present schema no longer knows this store. */
const picturesBefore = 'blobs' as StoreName

/** Makes what a database of version `from` lacks; 0 when there is none. */
const upgrade = async (db: IDBPDatabase<Schema>, from: number, transaction: Upgrade): Promise<void> => {
  db.createObjectStore('untoldPlayed')
  if (from < 6) db.createObjectStore('played', { keyPath: 'messageId' })
  if (from < 5) {
    db.createObjectStore('uploads')
    db.createObjectStore('attached')
  }
  if (from < 4) db.createObjectStore('tails')
  if (from < 3) db.createObjectStore('reactions', { keyPath: 'messageId' })
  if (from < 2) db.createObjectStore('hidden', { keyPath: 'messageId' })
  if (from < 1) createFirst(db)
  if (!db.objectStoreNames.contains(picturesBefore)) return
  await takePictures(transaction)
  db.deleteObjectStore(picturesBefore)
}

const createFirst = (db: IDBPDatabase<Schema>): void => {
  db.createObjectStore('meta')
  db.createObjectStore('states', { keyPath: 'chatId' })
  db.createObjectStore('friends', { keyPath: 'userId' })
  db.createObjectStore('users', { keyPath: 'id' })
  db.createObjectStore('chats', { keyPath: 'chatId' })
  db.createObjectStore('messages', { keyPath: ['chatId', 'seq'] })
  db.createObjectStore('outbox', { keyPath: 'id' })
  db.createObjectStore('drafts')
}

/** Moves the bytes of waiting pictures to where those of all uploads are. */
const takePictures = async (transaction: Upgrade): Promise<void> => {
  const uploads = transaction.objectStore('uploads')
  for (const { id, body } of await transaction.objectStore('outbox').getAll()) {
    if (body.type !== 'image') continue
    const bytes = (await transaction.objectStore(picturesBefore).get(IDBKeyRange.only(id))) as Blob | undefined
    if (bytes) await uploads.put(bytes, [id, body.mediaId])
  }
}

/** Opens the database of a name in the newest version; `blocking` is called when a later version wants to open it. */
export const openStores = async (name: string, blocking: () => void): Promise<IDBPDatabase<Schema>> => {
  const db = await openDB<Schema>(name, version, {
    upgrade: (...[opened, from, , transaction]) => upgrade(opened, from, transaction),
    blocking,
  })
  if ((await db.count('tails')) === 0) await noteTails(db)
  return db
}

/** An earlier version did not store the owner of the messages. */
const noteTails = async (db: IDBPDatabase<Schema>): Promise<void> => {
  const noting = db.transaction(['chats', 'tails'], 'readwrite')
  for (const row of await noting.objectStore('chats').getAll())
    void noting.objectStore('tails').put(activeAt(row), row.chatId)
  await noting.done
}

/** When a chat was last active, in epoch milliseconds. */
export const activeAt = (row: StoredChat): number => row.last?.at ?? row.cameAt

/** Whether the database takes Blobs. It tries one and removes it. */
export const supportsBlobs = async (db: IDBPDatabase<Schema>): Promise<boolean> => {
  const key: [MessageId, MediaId] = ['probe' as MessageId, 'probe' as MediaId]
  try {
    const trying = db.transaction('uploads', 'readwrite', { durability: 'relaxed' })
    await Promise.all([trying.store.put(new Blob(['probe']), key), trying.store.delete(key), trying.done])
    return true
  } catch {
    return false
  }
}
