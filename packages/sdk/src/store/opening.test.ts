import 'fake-indexeddb/auto'
import { expect, test } from 'bun:test'
import type { ChatId, MessageId } from '@parley/protocol'
import { type IDBPDatabase, openDB } from 'idb'
import { systemClock } from '../lib/clock'
import { FakeClock } from '../testing/fake-clock'
import { FakeServer } from '../testing/fake-server'
import { createIndexedDbStore } from './indexed-db'

test('a store of any earlier version opens, and everything can be written into it', async () => {
  const added = [
    ['meta', 'states', 'friends', 'users', 'chats', 'messages', 'outbox', 'drafts'],
    ['hidden'],
    ['reactions'],
    ['tails'],
    ['uploads', 'attached'],
    ['played'],
  ]
  const keyPaths: Readonly<Record<string, string | string[]>> = {
    ...{ states: 'chatId', friends: 'userId', users: 'id', chats: 'chatId', messages: ['chatId', 'seq'], outbox: 'id' },
    ...{ hidden: 'messageId', reactions: 'messageId', played: 'messageId' },
  }
  const server = new FakeServer()
  const alice = server.person('alice')
  const chatId = server.chat('group', [alice])
  server.say(chatId, alice)
  const { chat, rev, messages = [] } = server.snapshot(chatId, alice)
  if (chat === undefined) throw new Error('a snapshot has a chat')
  for (let version = 1; version <= added.length; version++) {
    const name = `version:${version}`
    const upgrade = (db: IDBPDatabase) => {
      for (const store of added.slice(0, version).flat()) {
        const keyPath = keyPaths[store]
        db.createObjectStore(store, keyPath === undefined ? {} : { keyPath })
      }
    }
    ;(await openDB(name, version, { upgrade })).close()
    const store = createIndexedDbStore({ name, clock: systemClock })
    await store.open()
    expect(store.persistent).toBe(true)
    await store.reset('first')
    const own = { chatId, messageId: 'one' as MessageId, seq: 1, rev: 1 }
    const rows = { hidden: [own], played: [own], reactions: [{ ...own, emojis: [] }] }
    const more = { attached: [[chatId, []]] as const, untoldPlayed: [['one' as MessageId, chatId]] as const }
    const chats = [{ row: { chatId, rev, chat, members: [], cameAt: 1 }, messages, replace: false }]
    await store.write({ epoch: 'first', chats, ...rows, ...more }, 'now')
    expect((await store.tail(chatId))?.messages.length).toBe(1)
    await store.close()
  }
})

test('a store that is closed leaves no timer behind', async () => {
  const clock = new FakeClock()
  const store = createIndexedDbStore({ name: 'timers', clock })
  await store.open()
  const writing = store.write({ drafts: [['chat' as ChatId, { text: 'half' }]] }, 'soon')
  expect(clock.waiting).toBe(1)
  await store.close()
  await writing
  expect(clock.waiting).toBe(0)
})
