import { expect, test } from 'bun:test'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

test('friends are in the state as they come, and there again after a reload without a connection', async () => {
  const { server, live, client, alice, bob, clock } = twoPeople()
  const store = createMemoryStore()
  const his = await live(bob, { store })
  const carol = server.person('carol')
  server.friend(bob, { userId: alice, state: 'friends', since: 1, remark: 'Al' })
  server.friend(bob, { userId: carol, state: 'received', note: 'hello' })
  await clock.pass(500)
  const { friends, users } = his.state.get()
  expect(friends.get(alice)).toMatchObject({ state: 'friends', remark: 'Al' })
  expect(friends.get(carol)).toMatchObject({ state: 'received', note: 'hello' })
  expect(users.get(carol)?.username).toBe('carol')
  await his.stop()
  const offline = client(bob, { store, transport: { connect: () => ({ send: () => {}, close: () => {} }) } })
  await offline.start()
  expect([...offline.state.get().friends.keys()].toSorted()).toEqual([alice, carol].toSorted())
})

test('changes during an interruption come with the next sync', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const his = await live(bob)
  server.friend(bob, { userId: alice, state: 'received', note: 'hello' })
  await clock.pass(100)
  server.cut()
  server.friend(bob, { userId: alice, state: 'friends', since: 2 })
  await clock.pass(30_000)
  expect(his.state.get().friends.get(alice)?.state).toBe('friends')
})

test('an unrelated change keeps the maps of friends, people and sessions, so that selectors stay cheap', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  server.friend(bob, { userId: alice, state: 'friends', since: 1 })
  await clock.pass(100)
  const { friends, users, sessions } = his.state.get()
  server.say(chatId, alice)
  await clock.pass(100)
  const after = his.state.get()
  expect(after.friends).toBe(friends)
  expect(after.users).toBe(users)
  expect(after.sessions).toBe(sessions)
})

test('an own block closes the composer of a direct chat, and so does a missing friendship where friends only can write', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.directChats = 'friends'
  const his = await live(bob)
  const saved = server.chat('direct', [bob])
  await clock.pass(500)
  const refused = () => his.state.get().chats.get(chatId)?.writeRefused
  expect(his.state.get().directChats).toBe('friends')
  expect(refused()).toBe('not_friends')
  expect(his.state.get().chats.get(saved)?.writeRefused).toBeUndefined()
  server.friend(bob, { userId: alice, state: 'friends', since: 1 })
  await clock.pass(100)
  expect(refused()).toBeUndefined()
  server.friend(bob, { userId: alice, state: 'friends', since: 1, blockedAt: 2 })
  await clock.pass(100)
  expect(refused()).toBe('blocked')
  server.friend(bob, { userId: alice, state: 'removed' })
  await clock.pass(100)
  expect(refused()).toBe('not_friends')
})

test('with direct chats open to everyone a stranger can be written to, and a blocked person cannot', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const refused = () => his.state.get().chats.get(chatId)?.writeRefused
  expect(refused()).toBeUndefined()
  server.friend(bob, { userId: alice, state: 'removed', blockedAt: 1 })
  await clock.pass(100)
  expect(refused()).toBe('blocked')
})

test('a direct chat that is held opens without the server, which might refuse to make it', async () => {
  const { server, live, alice, bob, chatId } = twoPeople()
  const his = await live(bob)
  const carol = server.person('carol')
  server.plan('chats.direct', { refuse: 'not_friends' })
  expect(await his.openDirect(alice)).toBe(chatId)
  await expect(his.openDirect(carol)).rejects.toMatchObject({ code: 'not_friends' })
})

test('when the server lets only friends write to each other from now on, the composers of strangers close', async () => {
  const { server, live, alice, chatId, clock } = twoPeople()
  const hers = await live(alice)
  const refused = () => hers.state.get().chats.get(chatId)?.writeRefused
  expect(refused()).toBeUndefined()
  server.directChats = 'friends'
  server.cut()
  await clock.pass(2_000)
  expect(refused()).toBe('not_friends')
})
