import { expect, test } from 'bun:test'
import type { ChatId, Message, MessageId, UserId } from '@parley/protocol'
import { createMemoryStore } from '../store/memory'
import { FakeClock } from '../testing/fake-clock'
import { twoPeople } from '../testing/people'
import { Replica } from './replica'

const [chatId, alice, bob] = ['chat' as ChatId, 'alice' as UserId, 'bob' as UserId]
const rowAt = (seq: number, rev = seq): Message => ({
  ...{ id: `${seq}` as MessageId, chatId, seq, rev, senderId: alice, at: seq, countable: true },
  body: { type: 'text', text: `${seq}` },
})

/** Bob's device and its events. */
const scene = () => {
  const store = createMemoryStore()
  const told: string[] = []
  const replica = new Replica({
    store,
    now: () => new FakeClock().now(),
    events: {
      onChat: (_, delta) => told.push(`chat ${delta?.rev ?? ''}`.trim()),
      onUser: (delta) => told.push(`user ${delta?.rev ?? ''}`.trim()),
      onUsers: () => undefined,
      onReset: () => undefined,
      arrived: () => [],
    },
  })
  replica.begin('first', { id: bob, username: 'bob', name: 'bob', rev: 1, admin: false })
  return { replica, store, told }
}

test('[DL17] a delta of the user with a gap before it is neither told nor stored', async () => {
  const { replica, store, told } = scene()
  const state = { chatId, readSeq: 3, clearedSeq: 0 }
  replica.applyUser({ from: 0, rev: 5, states: [] })
  told.splice(0)
  expect(replica.applyUser({ from: 6, rev: 7, states: [{ ...state, rev: 7 }] })).toBe('gap')
  expect([told, (await store.open()).states, replica.user?.rev]).toEqual([[], [], 5])
  expect(replica.applyUser({ from: 5, rev: 7, states: [{ ...state, rev: 7 }] })).toBe('applied')
  expect([told, (await store.open()).states.length, replica.user?.rev]).toEqual([['user 7'], 1, 7])
})

test('[DL27] the stored counts reflect messages that were retracted and restored', () => {
  const { replica } = scene()
  replica.applyUser({ from: 0, rev: 1 })
  const view = { unread: 3, mentions: 0, readSeq: 0, atRev: 3, last: rowAt(3) }
  replica.applyChat({
    ...{ chatId, from: 0, rev: 3, messages: [1, 2, 3].map((seq) => rowAt(seq)), view },
    chat: { id: chatId, kind: 'direct', rev: 1, seq: 3, firstSeq: 1, pinned: [] },
  })
  const unread = () => replica.chats.get(chatId)?.view?.unread
  replica.applyChat({ chatId, from: 3, rev: 4, messages: [{ ...rowAt(2, 4), retractedAt: 9 }] })
  expect(unread()).toBe(2)
  replica.applyChat({ chatId, from: 4, rev: 5, messages: [rowAt(2, 5)] })
  expect(unread()).toBe(3)
})

test('[DL13] of late rows only those are stored that a person who came back to a group may see', async () => {
  const { replica, store } = scene()
  const member = { chatId, userId: bob, rev: 9, role: 'member' as const, joinedSeq: 4, visibleFrom: 5 }
  replica.applyUser({ from: 0, rev: 1 })
  replica.applyChat({
    ...{ chatId, from: 0, rev: 9, members: [member], messages: [rowAt(7), rowAt(8)] },
    chat: { id: chatId, kind: 'group', rev: 1, seq: 8, firstSeq: 1, pinned: [] },
  })
  replica.addPage(chatId, { rev: 9, messages: [4, 5, 6].map((seq) => rowAt(seq)) })
  expect((await store.tail(chatId))?.messages.map(({ seq }) => seq)).toEqual([5, 6, 7, 8])
})

test('a device that can store nothing shows everything all the same', async () => {
  const { server, live, alice: sender, bob: reader, chatId: chat, clock } = twoPeople()
  const store = createMemoryStore()
  store.write = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  store.reset = () => Promise.reject(new DOMException('full', 'QuotaExceededError'))
  const his = await live(reader, { store })
  server.say(chat, sender)
  his.markChatRead(chat)
  his.setDraft(chat, 'half a thought')
  await clock.pass(3_000)
  expect(his.state.get().chats.get(chat)).toMatchObject({ last: { seq: 1 }, draft: 'half a thought' })
})

test('[DL28] a chat that is gone leaves no read cursor behind, in memory and in the store', async () => {
  const { replica, store } = scene()
  const chat = { id: chatId, kind: 'group' as const, rev: 1, seq: 2, firstSeq: 1, pinned: [] }
  replica.applyUser({ from: 0, rev: 1 })
  replica.applyChat({ chatId, from: 0, rev: 3, chat, messages: [rowAt(1), rowAt(2)] })
  replica.read(chatId, 2)
  replica.dropChat(chatId)
  expect([replica.unsentReads(), (await store.open()).chats]).toEqual([[], []])
  replica.applyChat({ chatId, from: 0, rev: 3, chat, messages: [rowAt(1), rowAt(2)] })
  expect(replica.readSeq(chatId)).toBe(0)
})
