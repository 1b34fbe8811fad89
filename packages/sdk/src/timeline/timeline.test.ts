import { expect, test } from 'bun:test'
import type { Timeline } from '../api'
import { openTimeline } from '../testing/open-timeline'
import { text, twoPeople } from '../testing/people'
import { until } from '../testing/until'

const seqs = (timeline: Timeline) => timeline.state.get().rows.map((row) => row.seq)
const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at)

test('the newest messages are shown, and new ones follow', async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(100)
  await done(timeline.show('latest'))
  expect(seqs(timeline)).toEqual(range(71, 100))
  expect(timeline.state.get()).toMatchObject({ atStart: false, atEnd: true, openedReadSeq: 0, openedUnread: 100 })
  server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline)).toEqual(range(71, 101))
})

test('the state stays the same object while the history shows the same', async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(40)
  await done(timeline.show('latest'))
  const before = timeline.state.get()
  let calls = 0
  timeline.state.subscribe(() => calls++)
  server.read(alice, chatId, { seq: 40 })
  timeline.markRead(40)
  await clock.pass(1_000)
  expect(calls).toBeGreaterThan(0)
  expect(timeline.state.get()).toBe(before)
  server.say(chatId, alice)
  await clock.pass(10)
  expect(timeline.state.get().rows.length).toBe(before.rows.length + 1)
  expect(timeline.state.get().rows[0]).toBe(before.rows[0])
})

test('a chat without messages is at its start and its end, and its first message shows', async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(0)
  await done(timeline.show('latest'))
  expect(timeline.state.get()).toMatchObject({ rows: [], atStart: true, atEnd: true })
  expect(timeline.state.get().loading).toBeUndefined()
  server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline)).toEqual([1])
})

test('a jump in a chat without messages shows those that come later', async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(0)
  await done(timeline.show({ seq: 1 }))
  expect(timeline.state.get()).toMatchObject({ rows: [], atStart: true, atEnd: true })
  server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline)).toEqual([1])
})

test('history loads by pages of 50 to its start; over 400 rows, 100 go at the far side', async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(700)
  await done(timeline.show('latest'))
  let most = 0
  const back = async () => {
    await done(timeline.loadBefore())
    const rows = seqs(timeline)
    expect(rows).toEqual(range(rows[0] ?? 0, rows.at(-1) ?? 0))
    most = Math.max(most, rows.length)
  }
  await until(() => timeline.state.get().atStart, back)
  expect(most).toBeLessThanOrEqual(400)
  expect(seqs(timeline)[0]).toBe(1)
  expect(timeline.state.get().atEnd).toBe(false)
  server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline).at(-1)).toBeLessThan(500)
  await until(
    () => timeline.state.get().atEnd,
    () => done(timeline.loadAfter()),
  )
  expect(seqs(timeline).at(-1)).toBe(701)
  expect(timeline.state.get().atStart).toBe(false)
})

test("new messages don't replace those that the user reads at the far end of a full window", async () => {
  const { timeline, done, server, chatId, alice, clock } = await openTimeline(700)
  await done(timeline.show('latest'))
  await until(
    () => seqs(timeline).length >= 380,
    () => done(timeline.loadBefore()),
  )
  const first = seqs(timeline)[0]
  for (let said = 0; said < 50; said++) server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline)[0]).toBe(first)
  expect(timeline.state.get().atEnd).toBe(false)
})

test('it opens at the first unread message, or at any seq', async () => {
  const { timeline, done, server, chatId, alice, bob, his } = await openTimeline(600)
  const state = server.accounts.get(bob)?.states.get(chatId)
  if (state === undefined) throw new Error('bob has a state')
  await done(his.call('chats.markRead', { chatId, seq: 300 }).then(() => undefined))
  const again = his.timeline(chatId)
  await done(again.show('first_unread'))
  expect(seqs(again)).toContain(301)
  expect(again.state.get()).toMatchObject({ openedReadSeq: 300, atStart: false, atEnd: false })
  await done(timeline.show({ seq: 5 }))
  expect(seqs(timeline)).toContain(5)
  expect(timeline.state.get().atStart).toBe(true)
  server.say(chatId, alice)
  await done(timeline.show('latest'))
  expect(seqs(timeline).at(-1)).toBe(601)
})

test('messages that come while a page is fetched are in it once', async () => {
  const { timeline, server, chatId, alice, clock, done } = await openTimeline(100)
  const shown = timeline.show({ seq: 60 })
  server.say(chatId, alice)
  await clock.pass(10)
  await shown
  await until(
    () => timeline.state.get().atEnd,
    () => done(timeline.loadAfter()),
  )
  const rows = seqs(timeline)
  expect(rows).toEqual(range(rows[0] ?? 0, 101))
})

test('[DL19] after a page with a lower rev the later changes are fetched', async () => {
  const { timeline, server, chatId, alice, clock, done } = await openTimeline(100)
  await done(timeline.show('latest'))
  server.say(chatId, alice)
  await clock.pass(10)
  const asked = () => server.calls.filter(({ method }) => method === 'chats.changes').map(({ params }) => params)
  expect(asked()).toEqual([])
  server.pageRev = 90
  await done(timeline.loadBefore())
  expect(asked()).toEqual([{ chatId, since: 90 }])
})

test('[DL18] after a snapshot that jumped ahead the window stays where it was and no longer reaches the end', async () => {
  const { timeline, server, chatId, alice, clock, done } = await openTimeline(100)
  await done(timeline.show('latest'))
  server.cut()
  for (let said = 0; said < 600; said++) server.say(chatId, alice)
  await clock.pass(2_000)
  expect(seqs(timeline)).toEqual(range(71, 100))
  expect(timeline.state.get().atEnd).toBe(false)
  await done(timeline.loadAfter())
  expect(seqs(timeline)).toEqual(range(71, 150))
  await done(timeline.show('latest'))
  expect(seqs(timeline).at(-1)).toBe(700)
})

test('[DL22] another life of the database empties the window and shows the new one', async () => {
  const { timeline, server, chatId, alice, clock, done } = await openTimeline(10)
  await done(timeline.show('latest'))
  const chat = server.chats.get(chatId)
  if (chat === undefined) throw new Error('the chat is there')
  server.epoch = 'second'
  chat.messages.splice(0)
  chat.rev = 1
  chat.chat = { ...chat.chat, seq: 0 }
  server.say(chatId, alice, { text: 'a new life' })
  server.cut()
  await clock.pass(2_000)
  expect(timeline.state.get().rows.map((row) => row.body)).toEqual([text('a new life')])
})

test('a fetch that fails says so and is repeated when there is a connection', async () => {
  const { timeline, server, clock, done } = await openTimeline(100)
  await done(timeline.show('latest'))
  server.plan('messages.list', { refuse: 'unavailable' })
  await done(timeline.loadBefore())
  expect(timeline.state.get()).toMatchObject({ error: 'unavailable' })
  server.cut()
  await clock.pass(2_000)
  expect(timeline.state.get().error).toBeUndefined()
  expect(seqs(timeline)).toEqual(range(21, 100))
})

test('a chat opened without a connection shows what the device holds', async () => {
  const { server, client, clock, bob, chatId, store, his, timeline, done } = await openTimeline(40)
  await done(timeline.show('latest'))
  await his.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const offline = client(bob, { store, transport })
  await offline.start()
  const again = offline.timeline(chatId)
  await done(again.show('latest'))
  expect(seqs(again)).toEqual(range(11, 40))
  expect(offline.state.get()).toMatchObject({ ready: true, unread: 40, me: { id: bob } })
  expect(server.connections.size).toBe(0)
  await clock.pass(0)
})

test('[DL28] the read cursor moves at once here, once in half a second on the server, and never back', async () => {
  const { timeline, server, chatId, clock, done, his } = await openTimeline(100)
  await done(timeline.show('latest'))
  timeline.markRead(40)
  timeline.markRead(90)
  timeline.markRead(20)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(10)
  await clock.pass(600)
  const marks = () => server.calls.filter(({ method }) => method === 'chats.markRead').map(({ params }) => params)
  expect(marks()).toEqual([{ chatId, seq: 90 }])
  timeline.markRead(95)
  timeline.close()
  await clock.pass(10)
  expect(marks()).toEqual([
    { chatId, seq: 90 },
    { chatId, seq: 95 },
  ])
  expect(his.state.get().chats.get(chatId)?.state?.readSeq).toBe(95)
})

test('[DL28] a reading without a connection reaches the server later, and other devices follow', async () => {
  const { timeline, server, chatId, clock, done, bob, live, his } = await openTimeline(50)
  await done(timeline.show('latest'))
  const phone = await live(bob)
  expect(phone.state.get().chats.get(chatId)?.unread).toBe(50)
  for (const connection of server.connections) connection.muted = true
  timeline.markRead(50)
  await clock.pass(1_000)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
  server.cut()
  await clock.pass(5_000)
  expect(phone.state.get().chats.get(chatId)).toMatchObject({ unread: 0, state: { readSeq: 50 } })
})

test('[DL28] a cursor that the server did not take is sent again', async () => {
  const { timeline, server, chatId, clock, done, bob } = await openTimeline(50)
  await done(timeline.show('latest'))
  server.plan('chats.markRead', { refuse: 'rate_limited' })
  timeline.markRead(30)
  await clock.pass(6_000)
  expect(server.accounts.get(bob)?.states.get(chatId)?.readSeq).toBe(30)
})

test('a channel is watched while it is open', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const world = server.chat('channel', [alice, bob])
  const his = await live(bob)
  const timeline = his.timeline(world)
  await clock.pass(10)
  const calls = (method: string) => server.calls.filter((call) => call.method === method).length
  expect(calls('chats.watch')).toBe(1)
  expect(his.state.get().chats.get(world)?.online).toBe(3)
  server.cut()
  await clock.pass(2_000)
  expect(calls('chats.watch')).toBe(2)
  server.plan('chats.watch', { refuse: 'unavailable' })
  server.cut()
  await clock.pass(7_000)
  expect(calls('chats.watch')).toBe(4)
  timeline.close()
  await clock.pass(10)
  expect(calls('chats.unwatch')).toBe(1)
})

test('clearing a chat empties its timeline at once and for good; what comes later is shown', async () => {
  const { timeline, done, server, chatId, alice, bob, clock, his, client, store } = await openTimeline(100)
  await done(timeline.show('latest'))
  server.clear(bob, chatId)
  await clock.pass(10)
  expect(timeline.state.get()).toMatchObject({ rows: [], atStart: true, atEnd: true })
  expect(his.state.get().chats.get(chatId)?.last).toBeUndefined()
  const again = his.timeline(chatId)
  await done(again.show('latest'))
  expect(again.state.get()).toMatchObject({ rows: [], atStart: true, atEnd: true })
  server.say(chatId, alice)
  await clock.pass(10)
  for (const shown of [timeline, again]) expect(seqs(shown)).toEqual([101])
  expect(his.state.get().chats.get(chatId)?.last?.seq).toBe(101)

  // From the local store, and where the server still answers what was cleared.
  await his.stop()
  const later = client(bob, { store })
  await later.start()
  await clock.pass(500)
  const after = later.timeline(chatId)
  await done(after.show({ seq: 50 }))
  expect(seqs(after)).toEqual([101])
})

test('clearing a chat while older messages are shown goes on with the newest ones', async () => {
  const { timeline, done, server, chatId, alice, bob, clock } = await openTimeline(600)
  await done(timeline.show({ seq: 100 }))
  expect(timeline.state.get().atEnd).toBe(false)
  server.clear(bob, chatId)
  await clock.pass(10)
  expect(timeline.state.get()).toMatchObject({ rows: [], atStart: true, atEnd: true })
  server.say(chatId, alice)
  await clock.pass(10)
  expect(seqs(timeline)).toEqual([601])
})

test('a chat that is held from its first message on is shown to its start without a call', async () => {
  const { timeline, done, server } = await openTimeline(30)
  await done(timeline.show('latest'))
  expect(seqs(timeline)).toEqual(range(1, 30))
  expect(timeline.state.get()).toMatchObject({ atStart: true, atEnd: true })
  expect(server.calls.filter(({ method }) => method === 'messages.list')).toEqual([])
})

test('a jump to a time shows the messages around the first one at it or later', async () => {
  const { timeline, done, server, chatId } = await openTimeline(600)
  const times = server.chats.get(chatId)?.messages.map(({ at }) => at) ?? []
  const at = async (time: number) => {
    await done(timeline.show({ at: time }))
    return seqs(timeline)
  }
  expect(await at(times[299] ?? 0)).toContain(300)
  expect(timeline.state.get()).toMatchObject({ atStart: false, atEnd: false })
  expect((await at(0)).at(0)).toBe(1)
  expect((await at((times.at(-1) ?? 0) + 1)).at(-1)).toBe(600)
  const asked = server.calls.length
  expect(await at(times[594] ?? 0)).toContain(595)
  expect(server.calls.slice(asked).every(({ params }) => !JSON.stringify(params).includes('"at"'))).toBe(true)
})

test('a fetch that failed is repeated once, and not with each connection after that', async () => {
  const { timeline, done, server, clock } = await openTimeline(200)
  await done(timeline.show('latest'))
  server.plan('messages.list', { refuse: 'unavailable' })
  await done(timeline.loadBefore())
  const asked = () => server.calls.filter(({ method }) => method === 'messages.list').length
  const before = asked()
  for (let cut = 0; cut < 3; cut++) {
    server.cut()
    await clock.pass(5_000)
  }
  expect(asked()).toBe(before + 1)
})
