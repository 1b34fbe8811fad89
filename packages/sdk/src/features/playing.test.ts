import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol/limits'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

const marks = ({ server }: ReturnType<typeof twoPeople>) =>
  server.calls.filter(({ method }) => method === 'messages.markPlayed')

test('[DL46] a played voice message shows as played at once, on other devices, and after a reload', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const [first, second] = [server.say(chatId, alice), server.say(chatId, alice)]
  const store = createMemoryStore()
  const [his, phone] = [await live(bob, { store }), await live(bob)]
  his.markPlayed(chatId, [first.id])
  await Promise.resolve()
  expect([...his.state.get().played.keys()]).toEqual([first.id])
  await clock.pass(500)
  for (const client of [his, phone])
    expect([first, second].map(({ id }) => client.state.get().played.has(id))).toEqual([true, false])
  await his.stop()
  expect((await live(bob, { store })).state.get().played.has(first.id)).toBe(true)
})

test('[DL46] what was played offline is sent with the next connection, once', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  server.cut()
  his.markPlayed(chatId, [said.id])
  his.markPlayed(chatId, [said.id])
  expect(his.state.get().played.has(said.id)).toBe(true)
  await clock.pass(30_000)
  expect(marks(scene)).toHaveLength(1)
  expect(his.state.get().played.has(said.id)).toBe(true)
})

test('[DL46] what was played offline survives a reload, and is sent with the next connection, once', async () => {
  const scene = twoPeople()
  const { server, client, live, alice, bob, chatId, clock } = scene
  const [first, second] = [server.say(chatId, alice), server.say(chatId, alice)]
  const store = createMemoryStore()
  await (await live(bob, { store })).stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const away = client(bob, { store, transport })
  await away.start()
  away.markPlayed(chatId, [first.id])
  await away.stop()
  const later = client(bob, { store, transport })
  await later.start()
  expect([first, second].map(({ id }) => later.state.get().played.has(id))).toEqual([true, false])
  await later.stop()
  const back = await live(bob, { store })
  await clock.pass(500)
  expect(marks(scene).map(({ params }) => params)).toEqual([{ chatId, ids: [first.id] }])
  await back.stop()
  const again = await live(bob, { store })
  await clock.pass(500)
  expect(again.state.get().played.has(first.id)).toBe(true)
  expect(marks(scene)).toHaveLength(1)
})

test('[DL46] another person on the same device tells nothing of what the one before has played', async () => {
  const scene = twoPeople()
  const { server, client, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const store = createMemoryStore()
  await (await live(bob, { store })).stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const away = client(bob, { store, transport })
  await away.start()
  away.markPlayed(chatId, [said.id])
  await away.stop()
  const hers = await live(alice, { store })
  await clock.pass(1_000)
  expect([marks(scene).length, hers.state.get().played.size]).toEqual([0, 0])
  expect((await store.open()).untoldPlayed).toEqual([])
})

test('[DL46] a refused mark is undone, and one that may succeed later is repeated', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  server.plan('messages.markPlayed', { refuse: 'not_found' })
  his.markPlayed(chatId, [said.id])
  await clock.pass(500)
  expect(his.state.get().played.has(said.id)).toBe(false)
  server.plan('messages.markPlayed', { refuse: 'rate_limited' })
  his.markPlayed(chatId, [said.id])
  await clock.pass(10_000)
  expect(his.state.get().played.has(said.id)).toBe(true)
  expect(marks(scene)).toHaveLength(3)
})

test('[DL46] long lists of marks are sent in parts', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = Array.from({ length: limits.markPlayedMax + 1 }, () => server.say(chatId, alice))
  const his = await live(bob)
  his.markPlayed(
    chatId,
    said.map(({ id }) => id),
  )
  await clock.pass(500)
  expect(marks(scene).map(({ params }) => (params as { ids: string[] }).ids.length)).toEqual([limits.markPlayedMax, 1])
  expect(his.state.get().played.size).toBe(said.length)
})

test('[DL46] of marks of which one got through, the other one is sent with the next connection', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const [first, second] = [server.say(chatId, alice), server.say(chatId, alice)]
  const his = await live(bob)
  server.plan('messages.markPlayed', 'hold', 'lose')
  for (const { id } of [first, second]) his.markPlayed(chatId, [id])
  await clock.pass(10)
  server.held.shift()?.()
  await clock.pass(10)
  server.cut()
  await clock.pass(5_000)
  expect(marks(scene).map(({ params }) => params)).toEqual([
    { chatId, ids: [first.id] },
    { chatId, ids: [second.id] },
    { chatId, ids: [second.id] },
  ])
  expect([first, second].map(({ id }) => his.state.get().played.has(id))).toEqual([true, true])
})
