import 'fake-indexeddb/auto'
import { expect, test } from 'bun:test'
import type { Message, MessageId } from '@parley/protocol'
import { systemClock } from '../clock'
import { FakeServer } from '../testing/fake-server'
import { createIndexedDbStore } from './indexed-db'
import { createMemoryStore } from './memory'
import { type LocalStore, type StoredChat, storedChats, storedMessages } from './store'

let names = 0
const freshName = () => `test:${names++}`
const indexedDb = (name = freshName()): LocalStore => createIndexedDbStore({ name, clock: systemClock })

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
  ['memory', createMemoryStore],
] as const) {
  test(`${kind}: bytes of a picture are there until its entry goes, or everything does`, async () => {
    const { chatId } = scene()
    const store = make()
    await store.open()
    const [one, two] = ['one', 'two'] as unknown as [MessageId, MessageId]
    const entry = (id: MessageId) => ({ id, chatId, body: { type: 'text' as const, text: id }, at: 1, order: 1 })
    for (const id of [one, two]) await store.write({ outbox: [entry(id)], bytes: [[id, new Blob([id])]] }, 'now')
    expect(await (await store.bytes(one))?.text()).toBe('one')
    await store.write({ dropOutbox: [one] }, 'soon')
    expect([await store.bytes(one), await (await store.bytes(two))?.text()]).toEqual([undefined, 'two'])
    await store.wipe()
    expect(await store.bytes(two)).toBeUndefined()
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
    // A row of a tab that is behind does not come over it.
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

test('chats that were active longest ago leave a full store', async () => {
  const { rowAt, server, alice, bob } = scene()
  const store = indexedDb()
  await store.open()
  await store.reset('first')
  const rows = Array.from({ length: storedChats + 30 }, (_, at) => {
    const chatId = server.chat('direct', [alice, bob])
    return { row: { ...rowAt(1), chatId, cameAt: at }, messages: [], replace: true }
  })
  await store.write({ epoch: 'first', chats: rows }, 'now')
  const stored = (await store.open()).chats.map((row) => row.cameAt)
  expect(stored.length).toBe(storedChats)
  expect(Math.min(...stored)).toBe(30)
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
