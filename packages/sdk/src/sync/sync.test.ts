import { expect, test } from 'bun:test'
import type { ChatId, Message, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import { withoutField } from '../testing/lossy'
import { text, twoPeople } from '../testing/people'

const last = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)?.last?.seq
const calls = (server: ReturnType<typeof twoPeople>['server'], method: string) =>
  server.calls.filter((call) => call.method === method).map(({ params }) => params)
const delta = (rows: readonly Message[]) => ({
  chatId: rows[0]?.chatId ?? ('' as ChatId),
  from: (rows[0]?.rev ?? 1) - 1,
  rev: rows.at(-1)?.rev ?? 1,
  messages: [...rows],
})

test('[DL17] a missing delta that comes late closes the gap without asking', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const [one, two] = [server.say(chatId, alice, { push: false }), server.say(chatId, alice, { push: false })]
  server.publish(delta([two]))
  await clock.pass(limits.gapWaitMs / 3)
  expect(last(his, chatId)).toBeUndefined()
  server.publish(delta([one]))
  await clock.pass(1_000)
  expect(last(his, chatId)).toBe(2)
  expect(calls(server, 'chats.changes')).toEqual([])
})

test("[DL17] missing deltas that don't arrive are fetched, once", async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.say(chatId, alice, { push: false })
  for (let said = 0; said < 10; said++) server.say(chatId, alice)
  await clock.pass(limits.gapWaitMs * 1.5 + 10)
  expect(last(his, chatId)).toBe(11)
  expect(calls(server, 'chats.changes')).toEqual([{ chatId, since: 1 }])
})

test('[DL17] a gap of the user is closed by a pull of the user alone', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const his = await live(bob)
  const account = server.accounts.get(bob)
  if (account === undefined) throw new Error('bob has an account')
  account.rev += 1
  const chatId = server.chat('direct', [alice, bob])
  await clock.pass(1_000)
  expect(calls(server, 'sync.pull').at(-1)).toEqual({ user: 2, chats: {}, last: false })
  expect(his.state.get().chats.has(chatId)).toBe(true)
})

test('a state of an unknown chat brings the chat', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const his = await live(bob)
  await clock.pass(5_000)
  const chatId = server.chat('direct', [alice, bob])
  await clock.pass(100)
  expect(calls(server, 'chats.changes')).toEqual([{ chatId, since: 0 }])
  expect(his.state.get().order[0]).toBe(chatId)
})

test('a chat that came up while a pull was under way is brought after it', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const his = await live(bob)
  server.plan('sync.pull', 'hold')
  server.cut()
  await clock.pass(1_000)
  const chatId = server.chat('direct', [alice, bob])
  await clock.pass(10)
  expect(his.state.get().connection.phase).toBe('syncing')
  server.held.shift()?.()
  await clock.pass(100)
  expect(his.state.get().chats.has(chatId)).toBe(true)
})

test('[DL21] after a break what was missed comes by one pull that names the held revs', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.say(chatId, alice)
  await clock.pass(10)
  server.cut()
  for (let said = 0; said < 5; said++) server.say(chatId, alice)
  await clock.pass(2_000)
  expect(last(his, chatId)).toBe(6)
  expect(calls(server, 'sync.pull').at(-1)).toEqual({ user: 2, chats: { [chatId]: 2 }, last: true })
  expect(his.state.get().connection.phase).toBe('live')
})

test('[DL21] a device that was away for a reload asks from the stored revs', async () => {
  const { server, live, client, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(bob, { store })
  server.say(chatId, alice)
  await clock.pass(10)
  await before.stop()
  const after = client(bob, { store })
  await after.start()
  expect(last(after, chatId)).toBe(1)
  expect(after.state.get()).toMatchObject({ ready: true, unread: 1 })
  await clock.pass(1_000)
  expect(calls(server, 'sync.pull').at(-1)).toEqual({ user: 2, chats: { [chatId]: 2 }, last: true })
})

test('[DL21] more chats than one call can name are all fetched', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let made = 0; made < limits.syncChats + 100; made++) server.chat('direct', [alice, bob])
  const his = await live(bob)
  expect(his.state.get().chats.size).toBe(limits.syncChats + 101)
  server.cut()
  server.say(chatId, alice)
  await clock.pass(2_000)
  expect(last(his, chatId)).toBe(1)
  expect([his.state.get().connection.phase, calls(server, 'session.open').length]).toEqual(['live', 2])
  for (const params of calls(server, 'sync.pull'))
    expect(Object.keys((params as { chats: object }).chats).length).toBeLessThanOrEqual(limits.syncChats)
})

test('[DL21] of more chats than one call can name only those that may have moved are named later', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let made = 0; made < limits.syncChats + 100; made++) server.chat('direct', [alice, bob])
  const his = await live(bob)
  const before = calls(server, 'sync.pull').length
  server.cut()
  server.say(chatId, alice)
  const added = server.chat('group', [alice, bob])
  await clock.pass(2_000)
  expect([last(his, chatId), his.state.get().chats.has(added)]).toEqual([1, true])
  const named = calls(server, 'sync.pull')
    .slice(before)
    .flatMap((params) => Object.keys((params as { chats: object }).chats))
  expect(named.length).toBeLessThan(50)
  expect(named).toContain(chatId)
})

test('[DL21] the newest chats are shown while the others are still on their way', async () => {
  const { server, client, alice, bob, clock } = twoPeople()
  for (let made = 0; made < limits.syncChats + 100; made++) server.chat('direct', [alice, bob])
  const his = client(bob)
  server.plan('sync.pull', 'hold', 'hold')
  await his.start()
  await clock.pass(100)
  expect(his.state.get().ready).toBe(false)
  server.held.shift()?.()
  await clock.pass(100)
  expect(his.state.get()).toMatchObject({ ready: true, connection: { phase: 'syncing' } })
  expect(his.state.get().order.length).toBe(limits.syncChats)
  server.held.shift()?.()
  await clock.pass(100)
  expect(his.state.get()).toMatchObject({ ready: true, connection: { phase: 'live' } })
  expect(his.state.get().order.length).toBe(limits.syncChats + 101)
})

test('[DL22] another epoch drops the cache and keeps outbox and drafts', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  for (let said = 0; said < 5; said++) server.say(chatId, bob)
  await clock.pass(10)
  server.plan('messages.send', 'lose')
  hers.send(chatId, text('still there'))
  hers.setDraft(chatId, 'half a thought')
  await clock.pass(10)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  server.epoch = 'second'
  chat.messages.splice(2)
  chat.rev = 3
  chat.chat = { ...chat.chat, seq: 2 }
  server.cut()
  await clock.pass(20_000)
  expect(chat.messages.map((row) => row.body).at(-1)).toEqual(text('still there'))
  expect(hers.state.get().chats.get(chatId)).toMatchObject({
    rev: 4,
    draft: 'half a thought',
    queued: 0,
    last: { seq: 3 },
  })
  expect((await store.open()).epoch).toBe('second')
})

test('[DL20] a rev above the server’s in the same life of the database ends in what the server has', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  for (let said = 0; said < 5; said++) server.say(chatId, alice)
  await clock.pass(10)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(2)
  chat.rev = 3
  chat.chat = { ...chat.chat, seq: 2 }
  server.cut()
  await clock.pass(2_000)
  expect(his.state.get().chats.get(chatId)).toMatchObject({ rev: 3, chat: { seq: 2 }, last: { seq: 2 } })
})

test('[DL20] so does a fetch of one chat', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  for (let said = 0; said < 5; said++) server.say(chatId, alice)
  await clock.pass(10)
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  chat.messages.splice(2)
  chat.rev = 3
  chat.chat = { ...chat.chat, seq: 2 }
  server.publish({ chatId, from: 50, rev: 50 })
  await clock.pass(2_000)
  expect(his.state.get().chats.get(chatId)).toMatchObject({ rev: 3, last: { seq: 2 } })
})

test('[DL10] the head of a chat that is not watched is fetched within the time that changes may take', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const world = server.chat('channel', [alice, bob])
  const his = await live(bob)
  const { rev, seq } = server.say(world, alice, { push: false })
  for (const connection of server.connections)
    connection.push({ method: 'chat.head', params: { chatId: world, rev, seq } })
  await clock.pass(limits.convergenceMs)
  expect(last(his, world)).toBe(1)
  expect(calls(server, 'chats.changes').length).toBe(1)
})

test('a pull that fails is repeated, and one that is never answered ends the connection', async () => {
  const { server, client, bob, clock } = twoPeople()
  server.plan('sync.pull', { refuse: 'unavailable' }, { refuse: 'internal' })
  const his = client(bob)
  await his.start()
  await clock.pass(5_000)
  expect(his.state.get().connection.phase).toBe('live')
  server.plan('sync.pull', 'lose', 'lose', 'lose')
  server.cut()
  await clock.pass(55_000)
  expect(his.state.get().connection.phase).toBe('live')
})

test('people that rows mention are fetched together', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  const his = await live(bob)
  expect(his.state.get().users.get(alice)?.name).toBe('alice')
  expect(calls(server, 'users.get').length).toBe(1)
  await clock.pass(1_000)
  expect(his.state.get().users.get(bob)?.name).toBe('bob')
})

test('another name is seen after a while, and when the chat is opened; the own one at once', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  const his = await live(bob)
  const name = (id: UserId) => his.state.get().users.get(id)?.name
  const rename = (id: UserId, to: string) => {
    const account = server.accounts.get(id)
    if (account !== undefined) account.me = { ...account.me, name: to, rev: account.me.rev + 1 }
  }
  expect([name(alice), name(bob)]).toEqual(['alice', 'bob'])
  rename(alice, 'Alice')
  rename(bob, 'Bob')
  server.cut()
  await clock.pass(31_000)
  expect([name(alice), name(bob)]).toEqual(['alice', 'Bob'])
  await clock.pass(60 * 60_000)
  his.timeline(chatId)
  await clock.pass(100)
  expect(name(alice)).toBe('Alice')
})

test('[DL27] unread stays exact beyond what the rows cover', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 60; said++) server.say(chatId, alice)
  const his = await live(bob)
  const entry = () => his.state.get().chats.get(chatId)
  expect(entry()?.unread).toBe(60)
  server.say(chatId, alice)
  server.say(chatId, bob)
  await clock.pass(10)
  expect(entry()?.unread).toBe(61)
  await his.call('chats.markRead', { chatId, seq: 20 })
  await clock.pass(100)
  expect(entry()?.unread).toBe(41)
  expect(his.state.get().unread).toBe(41)
  await his.call('chats.markRead', { chatId, seq: 61 })
  await clock.pass(100)
  expect(entry()?.unread).toBe(0)
})

test('after a reload the last message is the newest one, also while the unread count is not known', async () => {
  const { server, live, client, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 60; said++) server.say(chatId, alice)
  const store = createMemoryStore()
  const his = await live(bob, { store })
  server.plan('chats.changes', 'lose')
  await his.call('chats.markRead', { chatId, seq: 20 })
  server.say(chatId, alice)
  await clock.pass(10)
  await his.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const again = client(bob, { store, transport })
  await again.start()
  expect(last(again, chatId)).toBe(61)
})

test("a user's activity shows until they do something else, and changes are sent at once", async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const hers = await live(alice)
  const does = (doing?: 'typing' | 'recording') => {
    for (const connection of server.connections)
      connection.push({ method: 'chat.typing', params: { chatId, userId: alice, ...(doing && { doing }) } })
  }
  const shown = () => {
    const { typing = [], doing } = his.state.get().chats.get(chatId) ?? {}
    return typing.map((userId) => doing?.get(userId) ?? 'typing')
  }
  const seen: string[][] = []
  for (const doing of ['recording', undefined, 'recording'] as const) {
    does(doing)
    await clock.pass(10)
    seen.push(shown())
  }
  expect(seen).toEqual([['recording'], ['typing'], ['recording']])
  await clock.pass(limits.typingShownMs + 10)
  expect(shown()).toEqual([])
  for (const doing of ['typing', 'recording', 'recording', 'typing'] as const) hers.typing(chatId, doing)
  await clock.pass(10)
  expect(calls(server, 'chats.typing').map((params) => (params as { doing?: string }).doing)).toEqual([
    undefined,
    'recording',
    undefined,
  ])
})

test('typing shows, and goes with the message or with time', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const hers = await live(alice)
  const writing = () => his.state.get().chats.get(chatId)?.typing
  const type = () => {
    for (const connection of server.connections)
      connection.push({ method: 'chat.typing', params: { chatId, userId: alice } })
  }
  type()
  await clock.pass(10)
  expect(writing()).toEqual([alice])
  server.say(chatId, alice)
  await clock.pass(10)
  expect(writing()).toEqual([])
  type()
  await clock.pass(limits.typingShownMs + 10)
  expect(writing()).toEqual([])
  for (let key = 0; key < 10; key++) hers.typing(chatId)
  await clock.pass(limits.typingIntervalMs)
  hers.typing(chatId)
  await clock.pass(10)
  expect(calls(server, 'chats.typing').length).toBe(2)
})

test('a direct chat, a group and a channel are there when the promise resolves', async () => {
  const { live, alice, bob, clock } = twoPeople()
  const hers = await live(alice)
  const direct = hers.openDirect(bob)
  await clock.pass(100)
  expect(hers.state.get().chats.get(await direct)?.chat.kind).toBe('direct')
  const group = hers.createGroup('Team', [bob])
  await clock.pass(100)
  expect(hers.state.get().chats.get(await group)?.chat.kind).toBe('group')
  const channel = hers.createChannel('News', 'What is new')
  await clock.pass(100)
  expect(hers.state.get().chats.get(await channel)?.chat.kind).toBe('channel')
})

test('signing out ends the session and leaves nothing on the device', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  hers.setDraft(chatId, 'secret')
  const out = hers.logout()
  await clock.pass(100)
  await out
  expect(calls(server, 'accounts.logout').length).toBe(1)
  expect(await store.open()).toMatchObject({ epoch: '', chats: [], users: [], drafts: [], outbox: [] })
  expect(hers.state.get().connection.phase).toBe('idle')
})

test('[DL21] of a server that does not name changed chats, all are fetched', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const chats = Array.from({ length: limits.syncChats + 100 }, () => server.chat('direct', [alice, bob]))
  const transport = withoutField(server.transport(bob), 'sync.pull', 'differ')
  const his = await live(bob, { transport })
  expect(his.state.get().chats.size).toBe(limits.syncChats + 101)
  const oldest = chats[0] as ChatId
  server.cut()
  server.say(oldest, alice)
  await clock.pass(2_000)
  expect(last(his, oldest)).toBe(1)
})
