import { expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol'
import { openTimeline } from '../testing/open-timeline'

test('[DL28] what is read after a cursor was sent waits for its own half second', async () => {
  const { timeline, done, server, his, chatId, clock } = await openTimeline(20)
  await done(timeline.show('latest'))
  timeline.markRead(5)
  await clock.pass(400)
  timeline.close()
  his.timeline(chatId).markRead(7)
  const marks = () => server.calls.filter(({ method }) => method === 'chats.markRead').length
  await clock.pass(400)
  expect(marks()).toBe(1)
  await clock.pass(200)
  expect(marks()).toBe(2)
})

test('[DL28] what was read without a connection is read after a reload too, and told to the server', async () => {
  const { server, client, live, bob, chatId, store, his, clock } = await openTimeline(20)
  await his.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const unread = async () => {
    const away = client(bob, { store, transport })
    await away.start()
    const { unread: before } = away.state.get()
    away.timeline(chatId).markRead(15)
    await away.stop()
    return before
  }
  expect([await unread(), await unread()]).toEqual([20, 5])
  await live(bob, { store })
  await clock.pass(1_000)
  expect(server.accounts.get(bob)?.states.get(chatId)?.readSeq).toBe(15)
})

test('[DL28] a cursor that the server failed to store is sent again with the next connection, and not before', async () => {
  const { server, bob, chatId, timeline, done, clock } = await openTimeline(20)
  await done(timeline.show('latest'))
  server.plan('chats.markRead', { refuse: 'internal' })
  timeline.markRead(10)
  const marks = () => server.calls.filter(({ method }) => method === 'chats.markRead').length
  await clock.pass(60_000)
  expect(marks()).toBe(1)
  server.cut()
  await clock.pass(5_000)
  expect(server.accounts.get(bob)?.states.get(chatId)?.readSeq).toBe(10)
})

test('[DL27] [DL28] while the server does not know a cursor, it is not asked what is unread after it', async () => {
  const { server, his, timeline, chatId, clock } = await openTimeline(60)
  const asked = () => server.calls.filter(({ method }) => method === 'chats.changes').length
  timeline.markRead(20)
  server.say(chatId, his.state.get().me?.id as UserId)
  await clock.pass(100)
  expect(asked()).toBe(0)
  await clock.pass(1_000)
  expect([asked(), his.state.get().chats.get(chatId)?.unread]).toEqual([1, 40])
})
