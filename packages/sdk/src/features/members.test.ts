import { expect, test } from 'bun:test'
import { createMemoryStore } from '../store/memory'
import { twoPeople } from '../testing/people'

/** bob's client beside a group of alice and bob. */
const scene = async () => {
  const all = twoPeople()
  const group = all.server.chat('group', [all.alice, all.bob])
  const store = createMemoryStore()
  const his = await all.live(all.bob, { store })
  const asked = () => all.server.calls.filter(({ method }) => method === 'groups.members').length
  return { ...all, group, store, his, asked }
}

test('[DL18] the members of a group are fetched when it is opened, once', async () => {
  const { clock, his, group, alice, bob, asked } = await scene()
  const entry = () => his.state.get().chats.get(group)
  expect([asked(), entry()?.membersKnown]).toEqual([0, false])
  const screens = [his.timeline(group), his.timeline(group)]
  await clock.pass(100)
  expect(asked()).toBe(1)
  expect([entry()?.membersKnown, [...(entry()?.members.keys() ?? [])]]).toEqual([true, [alice, bob]])
  expect(his.state.get().users.has(alice)).toBe(true)
  for (const screen of screens) screen.close()
  his.timeline(group)
  await clock.pass(100)
  expect(asked()).toBe(1)
})

test('[DL18] members are fetched again after a snapshot, and kept over a restart', async () => {
  const { server, clock, his, store, group, bob, live, asked } = await scene()
  his.timeline(group)
  await clock.pass(100)
  const there = server.chats.get(group)
  if (there) server.publish({ chatId: group, from: 0, rev: there.rev, chat: there.chat })
  await clock.pass(100)
  expect([asked(), his.state.get().chats.get(group)?.membersKnown]).toEqual([2, true])
  await his.stop()
  const later = await live(bob, { store })
  later.timeline(group)
  await clock.pass(100)
  expect([asked(), later.state.get().chats.get(group)?.membersKnown]).toEqual([2, true])
})

test('[DL18] members are fetched when a group is opened, even without any other response', async () => {
  const { server, clock, his, group, asked } = await scene()
  server.plan('chats.online', { refuse: 'forbidden' })
  server.plan('chats.reads', { refuse: 'forbidden' })
  his.timeline(group)
  await clock.pass(100)
  expect(asked()).toBe(1)
})

test('[DL18] after a failure, members are fetched when the group is opened again', async () => {
  const { server, clock, his, group, asked } = await scene()
  server.plan('groups.members', { refuse: 'unavailable' })
  his.timeline(group).close()
  await clock.pass(100)
  expect([asked(), his.state.get().chats.get(group)?.membersKnown]).toEqual([1, false])
  his.timeline(group)
  await clock.pass(100)
  expect([asked(), his.state.get().chats.get(group)?.membersKnown]).toEqual([2, true])
})

test('[DL18] members of a group that no screen shows are not fetched after a snapshot', async () => {
  const { server, clock, his, group, asked } = await scene()
  const screens = [his.timeline(group), his.timeline(group)]
  await clock.pass(100)
  const snapshot = async () => {
    const there = server.chats.get(group)
    if (there) server.publish({ chatId: group, from: 0, rev: there.rev, chat: there.chat })
    await clock.pass(100)
  }
  screens[0]?.close()
  await snapshot()
  expect(asked()).toBe(2)
  screens[1]?.close()
  await snapshot()
  expect(asked()).toBe(2)
})
