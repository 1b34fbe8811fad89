import { expect, test } from 'bun:test'
import { text, twoPeople } from '../testing/people'
import { createMemoryStore } from './memory'

test('a cleared cache is read again from the server, and unsent messages and drafts stay', async () => {
  const { server, clock, alice, bob, chatId, live, client } = twoPeople()
  server.say(chatId, alice, { text: 'hello' })
  const store = createMemoryStore()
  const his = await live(bob, { store })
  server.plan('messages.send', 'lose')
  his.send(chatId, text('unsent'))
  his.setDraft(chatId, 'half a sentence')
  await clock.pass(1_000)
  await his.clearCache()
  // Events before the reload of the page are no longer stored.
  server.say(chatId, alice, { text: 'late' })
  await clock.pass(1_000)
  await his.stop()
  expect((await store.open()).chats).toEqual([])
  const again = client(bob, { store })
  await again.start()
  await clock.pass(1_000)
  const entry = again.state.get().chats.get(chatId)
  expect(entry?.draft).toBe('half a sentence')
  const bodies = server.chats.get(chatId)?.messages.map(({ body }) => (body.type === 'text' ? body.text : body.type))
  expect(bodies?.filter((words) => words === 'unsent')).toHaveLength(1)
  expect(entry?.chat.seq).toBe(3)
})
