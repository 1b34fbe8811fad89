import { expect, test } from 'bun:test'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

const offline = { connect: () => ({ send: () => undefined, close: () => undefined }) }
const place = { type: 'location', lat: 48.2082, lng: 16.3738, name: 'Vienna' } as const

test('[DL24] a place and a person are shown at once, survive a reload and arrive as they were sent, in order', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const carol = server.person('carol')
  const contact = { type: 'contact', userId: carol } as const
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const before = client(alice, { store, transport: offline })
  await before.start()
  for (const body of [place, contact]) before.send(chatId, body)
  expect(before.state.get().chats.get(chatId)).toMatchObject({ queued: 2, last: { body: contact } })
  await before.stop()
  const after = await live(alice, { store })
  await clock.pass(1_000)
  expect(server.chats.get(chatId)?.messages.map(({ body }) => body)).toEqual([place, contact])
  expect(after.state.get().chats.get(chatId)?.queued).toBe(0)
})

test('the sender and all recipients learn the profile of a shared contact at once', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const [carol, dave] = [server.person('carol'), server.person('dave')]
  const [hers, his] = [await live(alice), await live(bob)]
  server.plan('messages.send', { refuse: 'rate_limited' })
  hers.send(chatId, { type: 'contact', userId: carol })
  await clock.pass(200)
  expect(hers.state.get().users.get(carol)?.name).toBe('carol')
  server.say(chatId, alice, { body: { type: 'contact', userId: dave } })
  await clock.pass(1_000)
  expect(his.state.get().users.get(dave)?.name).toBe('dave')
})

test('the contact of a waiting message is known after a reload', async () => {
  const { server, client, live, alice, chatId, clock } = twoPeople()
  const carol = server.person('carol')
  const store = createMemoryStore()
  await (await live(alice, { store })).stop()
  const before = client(alice, { store, transport: offline })
  await before.start()
  before.send(chatId, { type: 'contact', userId: carol })
  await before.stop()
  server.plan('messages.send', { refuse: 'not_found' })
  const after = await live(alice, { store })
  await clock.pass(1_000)
  expect(after.state.get().chats.get(chatId)).toMatchObject({ failed: 1 })
  expect(after.state.get().users.get(carol)?.name).toBe('carol')
})
