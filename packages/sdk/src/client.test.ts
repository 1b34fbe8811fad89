import { expect, test } from 'bun:test'
import { text, twoPeople } from './testing/people'

test('two people chat', async () => {
  const { live, alice, bob, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await timeline.show('latest')
  hers.send(chatId, text('hello bob'))
  expect(hers.state.get().chats.get(chatId)?.queued).toBe(1)
  await clock.pass(100)
  expect(hers.state.get().chats.get(chatId)?.queued).toBe(0)
  expect(timeline.state.get().rows.map((row) => row.body)).toEqual([text('hello bob')])
  const entry = his.state.get().chats.get(chatId)
  expect(entry?.unread).toBe(1)
  expect(entry?.last?.seq).toBe(1)
  expect(his.state.get().connection.phase).toBe('live')
  timeline.markRead(1)
  expect(his.state.get().chats.get(chatId)?.unread).toBe(0)
  await clock.pass(1000)
  expect(his.state.get().chats.get(chatId)?.state?.readSeq).toBe(1)
})
