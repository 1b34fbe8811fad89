import { expect, test } from 'bun:test'
import type { ChatId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client } from '../api'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

const marksOf = (client: Client, chatId: ChatId, userId: UserId) => {
  const { reads, readUpTo } = client.state.get().chats.get(chatId) ?? {}
  return { his: reads?.get(userId), readUpTo }
}

test('[DL50] all clients receive a read position at once, and it never goes back', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  const clients = [await live(alice), await live(alice), await live(bob)] as const
  await clients[2].call('chats.markRead', { chatId, seq: 2 })
  await clock.pass(10)
  for (const client of clients.slice(0, 2)) expect(marksOf(client, chatId, bob)).toEqual({ his: 2, readUpTo: 2 })
  // A reading on the user's other device concerns no other user.
  expect(marksOf(clients[2], chatId, bob)).toEqual({ his: undefined, readUpTo: 0 })
  for (const connection of server.connections)
    connection.push({ method: 'chat.read', params: { chatId, userId: bob, seq: 1 } })
  await clock.pass(10)
  expect(marksOf(clients[0], chatId, bob).readUpTo).toBe(2)
})

test('[DL50] missed read positions are fetched after a reconnect and when a chat is opened', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  for (let said = 0; said < 3; said++) server.say(chatId, alice)
  const hers = await live(alice)
  server.cut()
  server.read(bob, chatId, { seq: 2 })
  await clock.pass(20_000)
  expect(marksOf(hers, chatId, bob).readUpTo).toBe(2)
  server.read(bob, chatId, { seq: 3, push: false })
  const timeline = hers.timeline(chatId)
  await clock.pass(10)
  expect(marksOf(hers, chatId, bob).readUpTo).toBe(3)
  timeline.close()
})

test('[DL50] what came with an answer is there again after a reload without a connection', async () => {
  const { server, live, client, alice, bob, chatId } = twoPeople()
  server.say(chatId, alice)
  server.read(bob, chatId, { seq: 1 })
  const store = createMemoryStore()
  const hers = await live(alice, { store })
  await hers.stop()
  const transport = { connect: () => ({ send: () => undefined, close: () => undefined }) }
  const again = client(alice, { store, transport })
  await again.start()
  expect(marksOf(again, chatId, bob)).toEqual({ his: 1, readUpTo: 1 })
})

test('[DL50] marks of a group are fetched when it is opened, up to the size in which they are shown', async () => {
  for (const [size, asked] of [
    [limits.readsMembers, 1],
    [limits.readsMembers + 1, 0],
  ] as const) {
    const { server, live, alice, bob, clock } = twoPeople()
    const others = Array.from({ length: size - 2 }, (_, at) => server.person(`person${at}`))
    const group = server.chat('group', [alice, bob, ...others])
    const his = await live(bob)
    his.timeline(group).close()
    await clock.pass(100)
    const calls = () => server.calls.filter(({ method }) => method === 'chats.reads').length
    const before = calls()
    expect(his.state.get().chats.get(group)?.members.size).toBe(size)
    his.timeline(group)
    await clock.pass(100)
    expect(calls()).toBe(before + asked)
  }
})

test('[DL50] without an own message at the end no marks are fetched', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  await live(bob)
  server.cut()
  await clock.pass(5_000)
  expect(server.calls.some(({ method }) => method === 'chats.reads')).toBe(false)
})
