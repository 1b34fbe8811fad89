import { expect, test } from 'bun:test'
import { twoPeople } from '../testing/people'
import { until } from '../testing/until'

/** bob's client beside a channel whose messages come only to those who watch it. */
const scene = async () => {
  const all = twoPeople()
  const world = all.server.chat('channel', [all.alice, all.bob])
  const his = await all.live(all.bob)
  const count = (method: string) => all.server.calls.filter((call) => call.method === method).length
  return { ...all, world, his, count }
}

test('an opened channel shows messages from before the watch', async () => {
  const { server, world, alice, his, clock } = await scene()
  server.say(world, alice, { push: false })
  his.timeline(world)
  await clock.pass(100)
  expect(his.state.get().chats.get(world)?.last?.seq).toBe(1)
})

test('a channel on two screens is watched until both are closed', async () => {
  const { world, his, clock, count } = await scene()
  const screens = [his.timeline(world), his.timeline(world)]
  await clock.pass(10)
  expect(count('chats.watch')).toBe(1)
  screens[0]?.close()
  await clock.pass(10)
  expect(count('chats.unwatch')).toBe(0)
  expect(his.state.get().chats.get(world)?.online).toBe(3)
  screens[1]?.close()
  await clock.pass(10)
  expect(count('chats.unwatch')).toBe(1)
})

test('a channel shows how many people are online as the server tells it', async () => {
  const { server, world, his, clock } = await scene()
  his.timeline(world)
  await clock.pass(100)
  for (const connection of server.connections)
    connection.push({ method: 'chat.online', params: { chatId: world, count: 9 } })
  await clock.pass(10)
  expect(his.state.get().chats.get(world)?.online).toBe(9)
})

test('how many of a group are online is asked again and again while it is open, once for all its screens', async () => {
  const { server, alice, bob, his, clock, count } = await scene()
  const group = server.chat('group', [alice, bob])
  await clock.pass(100)
  const screens = [his.timeline(group), his.timeline(group)]
  await clock.pass(100)
  expect(his.state.get().chats.get(group)?.online).toBe(3)
  const first = count('chats.online')
  await clock.pass(40_000)
  expect(count('chats.online')).toBe(first + 2)
  for (const screen of screens) screen.close()
  await clock.pass(60_000)
  expect(count('chats.online')).toBe(first + 2)
  expect(his.state.get().chats.get(group)?.online).toBeUndefined()
})

test('a screen that is closed twice does not close another one', async () => {
  const { world, his, clock, count } = await scene()
  const [first] = [his.timeline(world), his.timeline(world)]
  await clock.pass(10)
  first?.close()
  first?.close()
  await clock.pass(10)
  expect(count('chats.unwatch')).toBe(0)
})

test('a channel is watched while a list of what it holds is open', async () => {
  const { world, his, clock, count } = await scene()
  const contents = await his.contents(world, 'links')
  await clock.pass(50)
  expect([count('chats.watch'), count('chats.unwatch')]).toEqual([1, 0])
  contents.close()
  contents.close()
  await clock.pass(50)
  expect(count('chats.unwatch')).toBe(1)
})

test('a channel is watched while one of its messages is followed', async () => {
  const { server, world, alice, his, clock, count } = await scene()
  server.say(world, alice)
  await clock.pass(50)
  const stop = his.whenGone(world, 1, () => undefined)
  // The code that follows a message is loaded from a file first.
  const turn = async () => {
    await new Promise((resolve) => setTimeout(resolve))
    await clock.pass(50)
  }
  await until(() => count('chats.watch') === 1, turn, 10_000)
  expect([count('chats.watch'), count('chats.unwatch')]).toEqual([1, 0])
  stop()
  await clock.pass(50)
  expect(count('chats.unwatch')).toBe(1)
})

test('a former member of a group is not told how many people are online', async () => {
  const { server, alice, bob, his, clock, count } = await scene()
  const group = server.chat('group', [alice, bob])
  await clock.pass(100)
  const chat = server.chats.get(group)
  if (chat === undefined) throw new Error('the group is there')
  const place = { chatId: group, userId: bob, role: 'member' as const, joinedSeq: 0, visibleFrom: 1, leftSeq: 0 }
  const rev = ++chat.rev
  server.publish({ chatId: group, from: 0, rev, chat: chat.chat, members: [{ ...place, rev }] })
  await clock.pass(100)
  his.timeline(group)
  await clock.pass(60_000)
  expect([his.state.get().chats.get(group)?.canRead, count('chats.online')]).toEqual([false, 0])
})
