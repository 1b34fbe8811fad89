import 'fake-indexeddb/auto'
import { expect, test } from 'bun:test'
import type { MediaId, Message, MessageId } from '@parley/protocol'
import { openDB } from 'idb'
import { systemClock } from '../lib/clock'
import { FakeServer } from '../testing/fake-server'
import { createIndexedDbStore } from './indexed-db'
import { createMemoryStore } from './memory'
import type { AttachedFile } from './new-media'
import { type LocalStore, type StoredChat, type StoreWrite, storedMessages, storedTails } from './store'

let names = 0
const freshName = () => `test:${names++}`
const indexedDb = (name = freshName()): LocalStore => createIndexedDbStore({ name, clock: systemClock })

const isBlob = (value: unknown): boolean =>
  value instanceof Blob || (Array.isArray(value) && value.some((file) => isBlob((file as AttachedFile).bytes)))

const put = IDBObjectStore.prototype.put
/** Databases of private windows refuse Blobs, as in WebKit. */
IDBObjectStore.prototype.put = function (value: unknown, key?: IDBValidKey) {
  if (this.transaction.db.name.startsWith('private:') && isBlob(value)) throw new DOMException('Blob', 'DataCloneError')
  return put.call(this, value, key)
}
const privateWindow = (): LocalStore => indexedDb(`private:${freshName()}`)

/** A chat of alice and bob on a server, and how to write it into a store. */
const scene = () => {
  const server = new FakeServer()
  const alice = server.person('alice')
  const bob = server.person('bob')
  const chatId = server.chat('direct', [alice, bob])
  const rowAt = (rev: number): StoredChat => {
    const { chat } = server.snapshot(chatId, alice)
    if (chat === undefined) throw new Error('a snapshot has a chat')
    return { chatId, rev, chat, members: [], cameAt: 5 }
  }
  const write = (messages: readonly Message[], { replace = false, rev = messages.at(-1)?.rev ?? 1 } = {}) => ({
    epoch: 'first',
    chats: [{ row: rowAt(rev), messages, replace }],
  })
  return { server, alice, bob, chatId, rowAt, write }
}

for (const [kind, make] of [
  ['IndexedDB', indexedDb],
  ['IndexedDB without Blobs', privateWindow],
  ['memory', createMemoryStore],
] as const) {
  test(`${kind}: bytes of uploads are there until their entry goes, or everything does`, async () => {
    const { chatId } = scene()
    const store = make()
    await store.open()
    const [one, two] = ['one', 'two'] as unknown as [MessageId, MessageId]
    const entry = (id: MessageId) => ({ id, chatId, body: { type: 'text' as const, text: id }, at: 1, order: 1 })
    const media = ['first', 'second'] as unknown as readonly MediaId[]
    const held = async () => {
      const pairs = [one, two].flatMap((id) => media.map((mediaId) => [id, mediaId] as const))
      return Promise.all(pairs.map(async (pair) => (await store.bytes(...pair))?.text()))
    }
    for (const id of [one, two]) {
      const bytes = media.map((mediaId) => [id, mediaId, new Blob([`${id} ${mediaId}`])] as const)
      await store.write({ outbox: [entry(id)], bytes }, 'now')
    }
    expect(await held()).toEqual(['one first', 'one second', 'two first', 'two second'])
    await store.write({ dropOutbox: [one] }, 'soon')
    expect(await held()).toEqual([undefined, undefined, 'two first', 'two second'])
    await store.wipe()
    expect(await held()).toEqual([undefined, undefined, undefined, undefined])
  })

  test(`${kind}: what was written is read at once, also when the write may wait`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const [id, mediaId] = ['one' as MessageId, 'media' as unknown as MediaId]
    const writing = [store.write({ bytes: [[id, mediaId, new Blob(['bytes'])]] }, 'soon')]
    expect(await (await store.bytes(id, mediaId))?.text()).toBe('bytes')
    writing.push(store.write({ attached: [[chatId, [{ name: 'a', bytes: new Blob(['a']) }]]] }, 'soon'))
    expect((await store.attached(chatId)).map(({ name }) => name)).toEqual(['a'])
    writing.push(store.write(write([server.say(chatId, alice)]), 'soon'))
    expect((await store.tail(chatId))?.messages.map(({ seq }) => seq)).toEqual([1])
    await Promise.all(writing)
  })

  test(`${kind}: a store that is closed takes writes and reads without a fault, and a second close`, async () => {
    const { chatId } = scene()
    const store = make()
    await store.open()
    await store.close()
    await store.write({ drafts: [[chatId, { text: 'late' }]] }, 'now')
    expect(await store.tail(chatId)).toBeUndefined()
    await store.close()
  })

  test(`${kind}: what was played and not told yet is there until it is told, and survives another life of the database`, async () => {
    const { chatId } = scene()
    const store = make()
    await store.open()
    const [one, two] = ['one', 'two'] as unknown as [MessageId, MessageId]
    const untold = async () => (await store.open()).untoldPlayed
    await store.write({ untoldPlayed: [one, two].map((id) => [id, chatId] as const) }, 'now')
    await store.reset('second')
    expect(await untold()).toEqual([one, two].map((id) => [id, chatId]))
    await store.write({ untoldPlayed: [[one, undefined]] }, 'now')
    expect(await untold()).toEqual([[two, chatId]])
    await store.wipe()
    expect(await untold()).toEqual([])
  })

  test(`${kind}: attached files are there until there are none, and survive another life of the database`, async () => {
    const { chatId } = scene()
    const store = make()
    await store.open()
    const files = [
      { bytes: new Blob(['a']), name: 'a.png' },
      { bytes: new Blob(['b']), name: 'b.pdf', asFile: true as const },
    ]
    await store.write({ attached: [[chatId, files]] }, 'soon')
    await store.reset('second')
    const kept = await store.attached(chatId)
    expect(kept.map(({ name, asFile }) => [name, asFile])).toEqual([
      ['a.png', undefined],
      ['b.pdf', true],
    ])
    expect(await kept[1]?.bytes.text()).toBe('b')
    await store.write({ attached: [[chatId, []]] }, 'now')
    expect(await store.attached(chatId)).toEqual([])
  })

  test(`${kind}: [DL16] a row does not take the place of a newer one, one of the same rev or later does`, async () => {
    const { alice, chatId } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const rowsAt = (rev: number, name: string): StoreWrite => ({
      epoch: 'first',
      user: { rev, me: { id: alice, username: name, name, rev: 1, admin: false }, sessions: [] },
      users: [{ id: alice, username: name, name, rev }],
      states: [{ chatId, rev, readSeq: rev, clearedSeq: 0 }],
      friends: [{ userId: alice, state: 'friends', since: rev, rev }],
      reactions: [{ chatId, messageId: 'said' as MessageId, seq: 1, emojis: [name], rev }],
    })
    const revs = async () => {
      const { user, users, states, friends, reactions } = await store.open()
      return [user, ...users, ...states, ...friends, ...reactions].map((row) => row?.rev)
    }
    for (const [rev, stored] of [
      [2, 2],
      [1, 2],
      [3, 3],
    ] as const) {
      await store.write(rowsAt(rev, `${rev}`), 'soon')
      expect(await revs()).toEqual([stored, stored, stored, stored, stored])
    }
    await store.close()
  })

  test(`${kind}: [DL18] a snapshot replaces rows that were to be written with it`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const rows = Array.from({ length: 5 }, () => server.say(chatId, alice))
    const writing = [store.write(write(rows.slice(0, 2)), 'soon')]
    writing.push(store.write(write(rows.slice(2), { replace: true }), 'now'))
    await Promise.all(writing)
    expect((await store.tail(chatId))?.messages.map(({ seq }) => seq)).toEqual([3, 4, 5])
  })

  test(`${kind}: what was written is there after opening again`, async () => {
    const { server, alice, bob, chatId, write } = scene()
    const store = make()
    expect((await store.open()).epoch).toBe('')
    await store.reset('first')
    const me = server.accounts.get(alice)?.me
    if (me === undefined) throw new Error('alice has an account')
    const messages = [server.say(chatId, alice), server.say(chatId, alice)]
    const friends = [{ userId: bob, state: 'friends' as const, since: 1, rev: 3 }]
    await store.write(
      {
        ...write(messages),
        user: { rev: 3, me, sessions: [] },
        friends,
        drafts: [[chatId, { text: 'half a thought' }]],
      },
      'now',
    )
    await store.close()
    const contents = await store.open()
    expect(contents).toMatchObject({
      epoch: 'first',
      user: { rev: 3, me },
      drafts: [[chatId, { text: 'half a thought' }]],
    })
    expect(contents.chats.map((row) => row.rev)).toEqual([3])
    // A stale tab's row does not replace it.
    await store.write({ epoch: 'first', friends: [{ userId: bob, state: 'requested', rev: 2 }] }, 'now')
    expect((await store.open()).friends).toEqual(friends)
    expect(await store.tail(chatId)).toEqual({ rev: 3, messages })
  })

  test(`${kind}: [DL26] a chat with a higher stored rev stays as it is, with its messages`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const [first, second] = [server.say(chatId, alice), server.say(chatId, alice)]
    await store.write(write([first, second]), 'now')
    await store.write(write([{ ...first, body: { type: 'text', text: 'older' } }], { rev: 2 }), 'now')
    expect(await store.tail(chatId)).toEqual({ rev: 3, messages: [first, second] })
  })

  test(`${kind}: [DL18] a snapshot replaces the stored messages`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    await store.write(write([server.say(chatId, alice)]), 'now')
    const later = [server.say(chatId, alice), server.say(chatId, alice)]
    void store.write(write(later, { replace: true }), 'soon')
    expect((await store.tail(chatId))?.messages).toEqual(later)
  })

  test(`${kind}: [DL22] another epoch drops the cache and keeps outbox and drafts`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const entry = { id: '1' as MessageId, chatId, body: { type: 'text' as const, text: 'waits' }, at: 1, order: 1 }
    await store.write(
      { ...write([server.say(chatId, alice)]), outbox: [entry], drafts: [[chatId, { text: 'draft' }]] },
      'now',
    )
    await store.reset('second')
    await store.write({ ...write([server.say(chatId, alice)]), epoch: 'first' }, 'now')
    expect(await store.open()).toMatchObject({
      epoch: 'second',
      chats: [],
      outbox: [entry],
      drafts: [[chatId, { text: 'draft' }]],
    })
  })

  test(`${kind}: the newest messages of a chat are kept, and logging out wipes everything`, async () => {
    const { server, alice, chatId, write } = scene()
    const store = make()
    await store.open()
    await store.reset('first')
    const rows = Array.from({ length: storedMessages + 50 }, () => server.say(chatId, alice))
    for (const row of rows) void store.write(write([row]), 'soon')
    expect((await store.tail(chatId))?.messages).toEqual(rows.slice(50))
    await store.wipe()
    expect(await store.open()).toMatchObject({
      epoch: '',
      chats: [],
      states: [],
      friends: [],
      users: [],
      outbox: [],
      drafts: [],
    })
    expect(await store.tail(chatId)).toBeUndefined()
  })
}

test('[DL26] two tabs write one chat: the higher rev wins', async () => {
  const { server, alice, chatId, write } = scene()
  const name = freshName()
  const [one, two] = [indexedDb(name), indexedDb(name)]
  await one.open()
  await two.open()
  await one.reset('first')
  const rows = [server.say(chatId, alice), server.say(chatId, alice), server.say(chatId, alice)]
  await one.write(write(rows), 'now')
  await two.write(write(rows.slice(0, 2)), 'now')
  expect(await two.tail(chatId)).toEqual({ rev: 4, messages: rows })
})

/** Chats with one message each, the first of which were active longest ago. */
const manyChats = (count: number) => {
  const { server, alice, bob } = scene()
  return Array.from({ length: count }, (_, at) => {
    const chatId = server.chat('direct', [alice, bob])
    const last = { ...server.say(chatId, alice), at }
    const { chat } = server.snapshot(chatId, alice)
    if (chat === undefined) throw new Error('a snapshot has a chat')
    return { row: { chatId, rev: last.rev, chat, members: [], cameAt: 0, last }, messages: [last], replace: true }
  })
}

/** How many messages of each chat are stored. */
const storedIn = (store: LocalStore, chats: ReturnType<typeof manyChats>) =>
  Promise.all(chats.map(async ({ row }) => (await store.tail(row.chatId))?.messages.length))

const times = (count: number, value: number) => Array.from({ length: count }, () => value)

test('of many chats every row is stored, and the messages of those that were active last', async () => {
  const store = indexedDb()
  await store.open()
  await store.reset('first')
  const chats = manyChats(storedTails + 30)
  await store.write({ epoch: 'first', chats }, 'now')
  expect((await store.open()).chats.length).toBe(chats.length)
  expect(await storedIn(store, chats)).toEqual([...times(30, 0), ...times(storedTails, 1)])
})

test('a store of the version before keeps its messages, and the oldest of them go like others', async () => {
  const name = freshName()
  const chats = manyChats(storedTails + 30)
  const before = await openDB(name, 3, {
    upgrade: (db) => {
      for (const store of ['meta', 'drafts', 'blobs']) db.createObjectStore(store)
      for (const store of ['states', 'chats']) db.createObjectStore(store, { keyPath: 'chatId' })
      for (const store of ['hidden', 'reactions']) db.createObjectStore(store, { keyPath: 'messageId' })
      for (const store of ['users', 'outbox']) db.createObjectStore(store, { keyPath: 'id' })
      db.createObjectStore('friends', { keyPath: 'userId' })
      db.createObjectStore('messages', { keyPath: ['chatId', 'seq'] })
    },
  })
  await before.put('meta', 'first', 'epoch')
  for (const { row, messages } of chats.slice(0, storedTails)) {
    await before.put('chats', row)
    for (const message of messages) await before.put('messages', message)
  }
  before.close()
  const store = indexedDb(name)
  expect((await store.open()).chats.length).toBe(storedTails)
  expect(await storedIn(store, chats.slice(0, storedTails))).toEqual(times(storedTails, 1))
  await store.write({ epoch: 'first', chats: chats.slice(storedTails) }, 'now')
  expect(await storedIn(store, chats)).toEqual([...times(30, 0), ...times(storedTails, 1)])
})

test('a store of the version before keeps pictures that wait, under their uploads', async () => {
  const name = freshName()
  const { chatId } = scene()
  const before = await openDB(name, 4, {
    upgrade: (db) => {
      for (const store of ['meta', 'drafts', 'blobs', 'tails']) db.createObjectStore(store)
      for (const store of ['states', 'chats']) db.createObjectStore(store, { keyPath: 'chatId' })
      for (const store of ['hidden', 'reactions']) db.createObjectStore(store, { keyPath: 'messageId' })
      for (const store of ['users', 'outbox']) db.createObjectStore(store, { keyPath: 'id' })
      db.createObjectStore('friends', { keyPath: 'userId' })
      db.createObjectStore('messages', { keyPath: ['chatId', 'seq'] })
    },
  })
  const [id, mediaId] = ['waits', 'picture'] as unknown as [MessageId, MediaId]
  const body = { type: 'image', mediaId, name: 'cat.png', mime: 'image/png', size: 3, width: 3, height: 2 } as const
  const entry = { id, chatId, body, at: 1, order: 1 }
  await before.put('outbox', { ...entry, id: 'text', body: { type: 'text', text: 'hello' } })
  await before.put('outbox', entry)
  await before.put('blobs', new Blob(['cat']), id)
  before.close()
  const store = indexedDb(name)
  expect((await store.open()).outbox).toContainEqual(entry)
  expect(await (await store.bytes(id, mediaId))?.text()).toBe('cat')
})

test('a store of the version before keeps what was played', async () => {
  const name = freshName()
  const { chatId } = scene()
  const before = await openDB(name, 6, {
    upgrade: (db) => {
      for (const store of ['meta', 'drafts', 'uploads', 'attached', 'tails']) db.createObjectStore(store)
      for (const store of ['states', 'chats']) db.createObjectStore(store, { keyPath: 'chatId' })
      for (const store of ['hidden', 'reactions', 'played']) db.createObjectStore(store, { keyPath: 'messageId' })
      for (const store of ['users', 'outbox']) db.createObjectStore(store, { keyPath: 'id' })
      db.createObjectStore('friends', { keyPath: 'userId' })
      db.createObjectStore('messages', { keyPath: ['chatId', 'seq'] })
    },
  })
  const messageId = 'voice' as unknown as MessageId
  await before.put('played', { chatId, messageId, seq: 1, rev: 2 })
  before.close()
  const store = indexedDb(name)
  expect((await store.open()).played).toMatchObject([{ messageId, rev: 2 }])
  await store.write({ untoldPlayed: [[messageId, chatId]] }, 'now')
  expect((await store.open()).untoldPlayed).toEqual([[messageId, chatId]])
})

test('where IndexedDB is refused, memory takes its place and says so', async () => {
  const real = globalThis.indexedDB
  const refusing = {
    open: () => {
      throw new DOMException('refused', 'SecurityError')
    },
  }
  Object.defineProperty(globalThis, 'indexedDB', { value: refusing, configurable: true, writable: true })
  try {
    const store = indexedDb()
    await store.open()
    expect(store.persistent).toBe(false)
    const { chatId } = scene()
    await store.write({ drafts: [[chatId, { text: 'draft' }]] }, 'soon')
    expect((await store.open()).drafts).toEqual([])
  } finally {
    Object.defineProperty(globalThis, 'indexedDB', { value: real, configurable: true, writable: true })
  }
})
