import type { ChatId, ChatState, Friend, MediaId, MessageId, MyReaction, User, UserId } from '@parley/protocol'
import type { IDBPDatabase, IDBPTransaction } from 'idb'
import type { Clock } from '../api'
import { lateCode } from '../lib/late-code'
import type { MemoryStore } from './memory'
import type { AttachedFile } from './new-media'
import { holdsBytes, type PackedWrite, packedWrite, unpacked, unpackedFile } from './packed-bytes'
import { Pending } from './pending'
import {
  contiguousTail,
  isEmptyDraft,
  type LocalStore,
  type StoreContents,
  type StoredTail,
  type StoreWrite,
  storedMessages,
  storedTails,
} from './store'
import {
  activeAt,
  allStores,
  cacheStores,
  entryStores,
  openStores,
  type Schema,
  type StoreName,
  supportsBlobs,
  type Transaction,
} from './stores'

/** Writes that may wait are gathered for this long. */
const gatherMs = 250
/** The messages of so many chats more than allowed are stored before the oldest go, so that not every write looks for them. */
const spareTails = 20

const messagesOf = (chatId: ChatId, upTo = Number.MAX_SAFE_INTEGER): IDBKeyRange =>
  IDBKeyRange.bound([chatId, 0], [chatId, upTo])

/** The bytes of one message: their keys begin with its id, and arrays sort after all strings. */
const uploadsOf = (id: MessageId): IDBKeyRange => IDBKeyRange.bound([id], [id, []])

/** A store in IndexedDB that several tabs share. Where the browser refuses IndexedDB, memory takes its place. */
export class IndexedDbStore implements LocalStore {
  #db: IDBPDatabase<Schema> | undefined
  #memory: MemoryStore | undefined
  #pending = new Pending()
  #timer: unknown
  /** The requested transactions: the database runs them in the order of their creation. */
  #tail: Promise<unknown> = Promise.resolve()
  /** Whether the browser stores Blobs; undefined until that is known. */
  #supportsBlobs: boolean | undefined
  #tried: Promise<unknown> = Promise.resolve()
  /** Resolves when the writes are made that had to wait for bytes to be packed. */
  #packing: Promise<unknown> | undefined
  /** Resolves with the transaction that the pending writes go into. */
  #batch: PromiseWithResolvers<void> | undefined
  readonly #options: { readonly name: string; readonly clock: Clock }

  constructor(options: { readonly name: string; readonly clock: Clock }) {
    this.#options = options
  }

  get persistent(): boolean {
    return this.#memory === undefined
  }

  async open(): Promise<StoreContents> {
    try {
      const db = await openStores(this.#options.name, () => void this.close())
      this.#db = db
      const contents = await readAll(db)
      this.#tried = supportsBlobs(db).then((supports) => (this.#supportsBlobs = supports))
      return contents
    } catch {
      this.#db?.close()
      this.#db = undefined
      // Few browsers need it.
      const { MemoryStore } = await lateCode(() => import('./memory'))
      this.#memory = new MemoryStore()
      return this.#memory.open()
    }
  }

  async tail(chatId: ChatId): Promise<StoredTail | undefined> {
    if (this.#memory) return this.#memory.tail(chatId)
    await this.#written()
    if (this.#db === undefined) return undefined
    const reading = this.#db.transaction(['chats', 'messages'])
    const [row, messages] = await Promise.all([
      reading.objectStore('chats').get(chatId),
      reading.objectStore('messages').getAll(messagesOf(chatId)),
    ])
    return row && { rev: row.rev, messages: contiguousTail(messages, row.chat.seq) }
  }

  async bytes(id: MessageId, mediaId: MediaId): Promise<Blob | undefined> {
    if (this.#memory) return this.#memory.bytes(id, mediaId)
    await this.#written()
    const stored = await this.#db?.get('uploads', [id, mediaId])
    return stored && unpacked(stored)
  }

  async attached(chatId: ChatId): Promise<readonly AttachedFile[]> {
    if (this.#memory) return this.#memory.attached(chatId)
    await this.#written()
    return ((await this.#db?.get('attached', chatId)) ?? []).map(unpackedFile)
  }

  write(write: StoreWrite, when: 'now' | 'soon'): Promise<void> {
    if (this.#memory) return this.#memory.write(write)
    if (this.#packing === undefined && (this.#supportsBlobs || !holdsBytes(write))) return this.#add(write, when)
    return this.#addInTurn(write, when)
  }

  #add(write: PackedWrite, when: 'now' | 'soon'): Promise<void> {
    this.#pending.add(write)
    if (when === 'now') return this.#flush()
    this.#batch ??= Promise.withResolvers()
    this.#timer ??= this.#options.clock.setTimeout(() => void this.#flush().catch(() => undefined), gatherMs)
    return this.#batch.promise
  }

  /** Packs what the browser refuses. Later writes wait, so that the order stays. */
  #addInTurn(write: StoreWrite, when: 'now' | 'soon'): Promise<void> {
    const turn = Promise.all([this.#packing, this.#tried])
      .then(() => (this.#supportsBlobs ? write : packedWrite(write)))
      // Wrapped in an array so that the queue waits for the packing, not for the commit.
      .then((packed) => [this.#add(packed, when)] as const)
    const over = turn
      .catch(() => undefined)
      .then(() => {
        if (this.#packing === over) this.#packing = undefined
      })
    this.#packing = over
    return turn.then(([done]) => done)
  }

  /** Resolves when every write made so far is committed or refused. */
  async #written(): Promise<void> {
    if (this.#packing) await this.#packing
    await this.#flush().catch(() => undefined)
  }

  async reset(epoch: string): Promise<void> {
    if (this.#memory) return this.#memory.reset(epoch)
    if (this.#packing) await this.#packing
    this.#pending.dropCache()
    await this.#transact(cacheStores, async (transaction) => {
      await Promise.all(cacheStores.map((name) => transaction.objectStore(name).clear()))
      await transaction.objectStore('meta').put(epoch, 'epoch')
    })
    keepStored()
  }

  async wipe(): Promise<void> {
    if (this.#memory) return this.#memory.wipe()
    if (this.#packing) await this.#packing
    this.#pending = new Pending()
    await this.#transact(allStores, async (transaction) => {
      await Promise.all(allStores.map((name) => transaction.objectStore(name).clear()))
    })
  }

  async close(): Promise<void> {
    await this.#written()
    this.#db?.close()
    this.#db = undefined
  }

  #flush(): Promise<void> {
    this.#options.clock.clearTimeout(this.#timer)
    this.#timer = undefined
    const pending = this.#pending
    const batch = this.#batch
    this.#batch = undefined
    this.#pending = new Pending()
    // By themselves, and committed without waiting for anything: a page that goes away takes what is not committed with it.
    const parts: Promise<void>[] = []
    if (pending.drafts.size > 0) parts.push(this.#transact(['drafts'], (open) => writeDrafts(open, pending)))
    if (pending.attached.size > 0) parts.push(this.#transact(['attached'], (open) => writeAttached(open, pending)))
    if (pending.untoldPlayed.size > 0)
      parts.push(this.#transact(['untoldPlayed'], (open) => writeUntold(open, pending)))
    if (pending.hasEntries) parts.push(this.#transact(entryStores, (open) => writeEntries(open, pending)))
    const rowStores = pending.dropsEntries ? [...cacheStores, ...entryStores] : cacheStores
    if (pending.hasRows) parts.push(this.#transact(rowStores, (open) => writeRows(open, pending)))
    const done = (parts.length > 0 ? Promise.all(parts) : this.#tail).then(() => undefined)
    batch?.resolve(done)
    return done
  }

  /** Runs one transaction after earlier ones; resolves when it is committed. */
  #transact(stores: readonly StoreName[], run: (transaction: Transaction) => Promise<void>): Promise<void> {
    const done = this.#begin(stores, run)
    this.#tail = Promise.allSettled([this.#tail, done])
    return done
  }

  async #begin(stores: readonly StoreName[], run: (transaction: Transaction) => Promise<void>): Promise<void> {
    if (this.#db === undefined) return
    const transaction = this.#db.transaction([...stores], 'readwrite', { durability: 'relaxed' })
    await Promise.all([run(transaction), transaction.done])
  }
}

/** Asks the browser not to throw the database away when space is short; only secure origins can ask. */
const keepStored = (): void => {
  if (typeof navigator === 'undefined' || navigator.storage?.persist === undefined) return
  navigator.storage.persist().catch(() => undefined)
}

type PairStore = 'drafts' | 'attached' | 'untoldPlayed'

/** The values of a store with their keys. */
const pairsIn = async <N extends PairStore>(reading: IDBPTransaction<Schema, StoreName[]>, name: N) => {
  const store = reading.objectStore<PairStore>(name)
  const [keys, values] = await Promise.all([store.getAllKeys(), store.getAll()])
  return keys.map((key, at) => [key, values[at]] as readonly [Schema[N]['key'], Schema[N]['value']])
}

const readAll = async (db: IDBPDatabase<Schema>): Promise<StoreContents> => {
  const reading = db.transaction(allStores)
  const pairs = Promise.all([
    pairsIn(reading, 'drafts'),
    pairsIn(reading, 'attached'),
    pairsIn(reading, 'untoldPlayed'),
  ])
  const [epoch, user, states, hidden, reactions, played, friends, users, chats, outbox] = await Promise.all([
    reading.objectStore('meta').get('epoch'),
    reading.objectStore('meta').get('user'),
    reading.objectStore('states').getAll(),
    reading.objectStore('hidden').getAll(),
    reading.objectStore('reactions').getAll(),
    reading.objectStore('played').getAll(),
    reading.objectStore('friends').getAll(),
    reading.objectStore('users').getAll(),
    reading.objectStore('chats').getAll(),
    reading.objectStore('outbox').getAll(),
  ])
  const [drafts, attached, untoldPlayed] = await pairs
  return {
    epoch: typeof epoch === 'string' ? epoch : '',
    ...(typeof user === 'object' && { user }),
    states,
    hidden,
    reactions,
    played,
    friends,
    users,
    chats,
    outbox,
    drafts,
    attached: attached.map(([chatId, files]) => [chatId, files.length] as const),
    untoldPlayed,
  }
}

const writeDrafts = async (transaction: Transaction, pending: Pending): Promise<void> => {
  const drafts = transaction.objectStore('drafts')
  for (const [chatId, draft] of pending.drafts)
    void (isEmptyDraft(draft) ? drafts.delete(chatId) : drafts.put(draft, chatId))
  transaction.commit()
}

const writeAttached = async (transaction: Transaction, pending: Pending): Promise<void> => {
  const attached = transaction.objectStore('attached')
  for (const [chatId, files] of pending.attached)
    void (files.length === 0 ? attached.delete(chatId) : attached.put(files, chatId))
  transaction.commit()
}

const writeUntold = async (transaction: Transaction, { untoldPlayed }: Pending): Promise<void> => {
  const untold = transaction.objectStore('untoldPlayed')
  for (const [id, chatId] of untoldPlayed) void (chatId === null ? untold.delete(id) : untold.put(chatId, id))
  transaction.commit()
}

const writeEntries = async (transaction: Transaction, pending: Pending): Promise<void> => {
  const [outbox, uploads] = [transaction.objectStore('outbox'), transaction.objectStore('uploads')]
  for (const [id, files] of pending.bytes) for (const [mediaId, bytes] of files) void uploads.put(bytes, [id, mediaId])
  for (const entry of pending.outbox.values()) if (entry !== null) void outbox.put(entry)
  transaction.commit()
}

/** Requests of one transaction run in the order in which they were made: only what reads first is awaited. */
const writeRows = async (transaction: Transaction, pending: Pending): Promise<void> => {
  // With the rows that take their place: a message that is stored is in one of both at any moment.
  for (const [id, entry] of pending.outbox)
    if (entry === null) {
      void transaction.objectStore('outbox').delete(id)
      void transaction.objectStore('uploads').delete(uploadsOf(id))
    }
  if (pending.epoch === undefined) return
  // Another tab may hold another life of the database already.
  if ((await transaction.objectStore('meta').get('epoch')) !== pending.epoch) return
  await Promise.all([
    writeUser(transaction, pending),
    ...[...pending.users.values()].map((row) => putNewer(transaction, { name: 'users', row, key: row.id })),
    ...[...pending.states.values()].map((row) => putNewer(transaction, { name: 'states', row, key: row.chatId })),
    ...[...pending.hidden.values()].map((row) => transaction.objectStore('hidden').put(row)),
    ...[...pending.reactions.values()].map((row) =>
      putNewer(transaction, { name: 'reactions', row, key: row.messageId }),
    ),
    ...[...pending.played.values()].map((row) => transaction.objectStore('played').put(row)),
    ...[...pending.friends.values()].map((row) => putNewer(transaction, { name: 'friends', row, key: row.userId })),
    ...[...pending.chats].map(([chatId, chat]) => writeChat(transaction, { chatId, chat })),
  ])
  if (pending.chats.size > 0) await dropOldestTails(transaction)
}

const writeUser = async (transaction: Transaction, { user }: Pending): Promise<void> => {
  if (user === undefined) return
  const meta = transaction.objectStore('meta')
  const known = await meta.get('user')
  if (typeof known !== 'object' || known.rev <= user.rev) await meta.put(user, 'user')
}

type Newer =
  | { readonly name: 'users'; readonly row: User; readonly key: UserId }
  | { readonly name: 'friends'; readonly row: Friend; readonly key: UserId }
  | { readonly name: 'states'; readonly row: ChatState; readonly key: ChatId }
  | { readonly name: 'reactions'; readonly row: MyReaction; readonly key: MessageId }

const putNewer = async (transaction: Transaction, { name, row, key }: Newer): Promise<void> => {
  const rows = transaction.objectStore<StoreName>(name)
  const known = (await rows.get(key)) as Newer['row'] | undefined
  if (known === undefined || known.rev <= row.rev) await rows.put(row)
}

type ChatEntry = Pending['chats'] extends ReadonlyMap<ChatId, infer Entry> ? Entry : never

const writeChat = async (
  transaction: Transaction,
  { chatId, chat }: { chatId: ChatId; chat: ChatEntry },
): Promise<void> => {
  const chats = transaction.objectStore('chats')
  const messages = transaction.objectStore('messages')
  if (chat === null) {
    await Promise.all([chats.delete(chatId), dropTail(transaction, chatId)])
    return
  }
  const known = await chats.get(chatId)
  if (known !== undefined && known.rev > chat.row.rev) return
  void chats.put(chat.row)
  if (chat.replace) void messages.delete(messagesOf(chatId))
  for (const row of chat.messages.values()) void messages.put(row)
  if (chat.messages.size > 0) void transaction.objectStore('tails').put(activeAt(chat.row), chatId)
  const oldest = chat.row.chat.seq - storedMessages
  if (chat.messages.size > 0 && oldest > 0) await messages.delete(messagesOf(chatId, oldest))
}

const dropTail = async (transaction: Transaction, chatId: ChatId): Promise<void> => {
  await Promise.all([
    transaction.objectStore('messages').delete(messagesOf(chatId)),
    transaction.objectStore('tails').delete(chatId),
  ])
}

/** Where the messages of too many chats are stored, those go that were active longest ago; the rows of the chats stay. */
const dropOldestTails = async (transaction: Transaction): Promise<void> => {
  const tails = transaction.objectStore('tails')
  if ((await tails.count()) <= storedTails + spareTails) return
  const [chatIds, times] = await Promise.all([tails.getAllKeys(), tails.getAll()])
  const byActivity = chatIds.map((chatId, at) => ({ chatId, at: times[at] ?? 0 })).sort((a, b) => b.at - a.at)
  for (const { chatId } of byActivity.slice(storedTails)) await dropTail(transaction, chatId)
}

/** A store in the browser's IndexedDB under `name`; in memory where there is none. */
export const createIndexedDbStore = (options: { readonly name: string; readonly clock: Clock }): LocalStore =>
  new IndexedDbStore(options)
