import { expect, test } from 'bun:test'
import type { ChatId } from '@parley/protocol'
import type { Client } from './api'
import { createMemoryStore } from './store/memory'
import { twoPeople } from './testing/people'

const draftOf = (client: Client, chatId: ChatId) => client.state.get().chats.get(chatId)?.draft
const pause = 2_000

test('[DL42] what is written on one device stands on the other, and what is sent is gone on both', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const { id, seq } = server.say(chatId, alice, { text: 'well?' })
  const [laptop, phone] = [await live(bob), await live(bob)]
  laptop.setDraft(chatId, 'half', { id, seq })
  await clock.pass(pause)
  expect(phone.state.get().chats.get(chatId)).toMatchObject({ draft: 'half', draftReplyTo: { id, seq } })
  phone.setDraft(chatId, 'half a thought')
  await clock.pass(pause)
  expect(draftOf(laptop, chatId)).toBe('half a thought')
  phone.setDraft(chatId, '')
  await clock.pass(pause)
  expect(draftOf(laptop, chatId)).toBe('')
})

test('[DL42] what is not told yet is changed by nothing, is told after a break, and survives a reload', async () => {
  const { server, live, client, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const phone = await live(bob)
  const away = client(bob, { store, transport: { connect: () => ({ send: () => undefined, close: () => undefined }) } })
  const laptop = await live(bob, { store })
  await laptop.stop()
  await away.start()
  away.setDraft(chatId, 'written in a tunnel')
  await clock.pass(1_000)
  await away.stop()
  phone.setDraft(chatId, 'written outside')
  await clock.pass(pause)
  const back = await live(bob, { store })
  expect(draftOf(back, chatId)).toBe('written in a tunnel')
  await clock.pass(pause)
  expect(draftOf(phone, chatId)).toBe('written in a tunnel')
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toHaveLength(2)
})

test('[DL42] a row that changed in something else brings no older draft back', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const said = server.say(chatId, alice)
  const [laptop, phone] = [await live(bob), await live(bob)]
  laptop.setDraft(chatId, 'first')
  await clock.pass(pause)
  laptop.setDraft(chatId, '')
  await phone.call('chats.markRead', { chatId, seq: said.seq })
  await clock.pass(100)
  expect(draftOf(laptop, chatId)).toBe('')
  await clock.pass(pause)
  expect([draftOf(laptop, chatId), draftOf(phone, chatId)]).toEqual(['', ''])
})

test('[DL42] writing and sending without a pause tells the server nothing', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const laptop = await live(bob)
  for (const text of ['h', 'he', 'hey', '']) {
    laptop.setDraft(chatId, text)
    await clock.pass(300)
  }
  await clock.pass(20_000)
  expect(server.calls.filter(({ method }) => method === 'chats.draft')).toEqual([])
})
