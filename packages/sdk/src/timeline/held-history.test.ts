import { expect, test } from 'bun:test'
import type { Timeline } from '../api'
import { openTimeline } from '../testing/open-timeline'
import { twoPeople } from '../testing/people'

const seqs = (timeline: Timeline) => timeline.state.get().rows.map((row) => row.seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)
const offline = { connect: () => ({ send: () => undefined, close: () => undefined }) }

test('messages from before an interruption show with those stored before the start', async () => {
  const { server, live, bob, alice, chatId, store, his, timeline, done, clock } = await openTimeline(3)
  await done(timeline.show('latest'))
  await his.stop()
  const later = await live(bob, { store })
  server.say(chatId, alice)
  await clock.pass(10)
  for (const connection of server.connections) connection.muted = true
  const again = later.timeline(chatId)
  await done(again.show('latest'))
  expect(seqs(again)).toEqual([1, 2, 3, 4])
})

test('a page of history that joins what is held is there again without a connection', async () => {
  const { client, bob, chatId, store, his, timeline, done } = await openTimeline(100)
  await done(timeline.show('latest'))
  await done(timeline.loadBefore())
  await his.stop()
  const away = client(bob, { store, transport: offline })
  await away.start()
  const again = away.timeline(chatId)
  await done(again.show('latest'))
  expect(seqs(again)).toEqual(range(51, 100))
})

test('a chat that is gone leaves the list and the store, and one that is not there says so', async () => {
  const { server, client, bob, chatId, store, his, timeline, done, clock } = await openTimeline(3)
  await done(timeline.show('latest'))
  server.chats.get(chatId)?.people.delete(bob)
  for (const connection of server.connections)
    connection.push({ method: 'chat.delta', params: { chatId, from: 50, rev: 51 } })
  await clock.pass(3_000)
  expect([his.state.get().chats.has(chatId), his.state.get().order]).toEqual([false, []])
  const again = his.timeline(chatId)
  await done(again.show('latest'))
  expect(again.state.get()).toMatchObject({ rows: [], error: 'not_found' })
  await his.stop()
  const away = client(bob, { store, transport: offline })
  await away.start()
  expect(away.state.get().chats.size).toBe(0)
  expect(await store.tail(chatId)).toBeUndefined()
})

test('few held messages are shown while the page that fills the screen is missing, and it comes with the next connection', async () => {
  const { server, chatId, bob, timeline, done, clock } = await openTimeline(100)
  const { chat, messages = [], ...more } = server.snapshot(chatId, bob)
  if (chat) server.publish({ ...more, chat, messages: messages.slice(-5) })
  await clock.pass(10)
  server.plan('messages.list', { refuse: 'unavailable' })
  await done(timeline.show('latest'))
  expect(seqs(timeline)).toEqual(range(96, 100))
  expect(timeline.state.get().error).toBeUndefined()
  server.cut()
  await clock.pass(5_000)
  expect(seqs(timeline)[0]).toBeLessThan(96)
})

test('[DL18] a snapshot before anything is shown fetches no page', async () => {
  const { server, chatId, bob, clock } = await openTimeline(100)
  const { chat, ...more } = server.snapshot(chatId, bob)
  if (chat) server.publish({ ...more, chat })
  await clock.pass(1_000)
  expect(server.calls.some(({ method }) => method === 'messages.list')).toBe(false)
})

test('a window whose newest rows were dropped stays where it is when a message comes', async () => {
  const { server, chatId, alice, timeline, done, clock } = await openTimeline(600)
  await done(timeline.show('latest'))
  while (timeline.state.get().atEnd) await done(timeline.loadBefore())
  const shown = seqs(timeline)
  server.say(chatId, alice)
  await clock.pass(100)
  expect(seqs(timeline)).toEqual(shown)
  expect(timeline.state.get().atEnd).toBe(false)
})

test('the people of a page of history become known with it', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const group = server.chat('group', [alice, bob])
  server.say(group, carol)
  for (let said = 0; said < 100; said++) server.say(group, alice)
  const his = await live(bob)
  expect(his.state.get().users.has(carol)).toBe(false)
  void his.timeline(group).show({ seq: 1 })
  await clock.pass(100)
  expect(his.state.get().users.get(carol)?.name).toBe('carol')
})

test('a jump to the time of a held message shows that message in the middle', async () => {
  const { server, chatId, alice, timeline, done, clock } = await openTimeline(0)
  for (let said = 0; said < 180; said++) server.say(chatId, alice)
  await clock.pass(100)
  await done(timeline.show({ at: server.chats.get(chatId)?.messages[99]?.at ?? 0 }))
  expect(seqs(timeline)[0]).toBe(50)
})

test('a chat that is opened before it is known notes where the person stands when it comes', async () => {
  const { server, client, bob, alice, chatId, clock } = twoPeople()
  for (let said = 0; said < 5; said++) server.say(chatId, alice)
  server.read(bob, chatId, { seq: 2 })
  const his = client(bob)
  await his.start()
  const timeline = his.timeline(chatId)
  void timeline.show('first_unread')
  await clock.pass(100)
  expect(timeline.state.get()).toMatchObject({ openedReadSeq: 2, openedUnread: 3 })
})

test('a chat that is opened before it is known is loading, not failed, while the connection is made', async () => {
  const { server, client, bob, alice, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  server.plan('session.open', 'hold')
  const his = client(bob)
  await his.start()
  const timeline = his.timeline(chatId)
  void timeline.show('latest')
  await clock.pass(1_000)
  expect([timeline.state.get().loading, timeline.state.get().error]).toEqual(['initial', undefined])
  server.held.shift()?.()
  await clock.pass(100)
  expect([timeline.state.get().loading, seqs(timeline)]).toEqual([undefined, [1]])
})

test('held history reaches its start without asking the server', async () => {
  const { server, his, chatId, timeline, done } = await openTimeline(120)
  await done(timeline.show('latest'))
  while (!timeline.state.get().atStart) await done(timeline.loadBefore())
  const again = his.timeline(chatId)
  await done(again.show('latest'))
  const before = server.calls.length
  for (let page = 0; page < 2; page++) await done(again.loadBefore())
  const { rows, atStart } = again.state.get()
  expect([rows.length, atStart]).toEqual([120, true])
  expect(server.calls.slice(before).filter(({ method }) => method === 'messages.list')).toEqual([])
})
