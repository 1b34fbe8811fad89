import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import type { Timeline } from '../api'
import { createMemoryStore } from '../store/memory'
import { withoutEvents } from '../testing/lossy'
import { twoPeople } from '../testing/people'

const chips = (timeline: Timeline, id: MessageId) =>
  (timeline.reactions.get().get(id) ?? []).map(({ emoji, count, mine }) => `${emoji}${count}${mine ? ' mine' : ''}`)

const opened = async (scene: ReturnType<typeof twoPeople>, timeline: Timeline) => {
  const showing = timeline.show('latest')
  await scene.clock.pass(10)
  await showing
}

test('[DL43] a reaction is shown at once and everywhere, and after a reload', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice, { text: 'shall we?' })
  const store = createMemoryStore()
  const [hers, his] = [await live(alice), await live(bob, { store })]
  const [left, right] = [hers.timeline(chatId), his.timeline(chatId)]
  for (const timeline of [left, right]) await opened(scene, timeline)
  const reacting = his.react(chatId, said.id, { emoji: '👍', on: true })
  expect([chips(left, said.id), chips(right, said.id)]).toEqual([[], ['👍1 mine']])
  await clock.pass(10)
  await reacting
  expect([chips(left, said.id), chips(right, said.id)]).toEqual([['👍1'], ['👍1 mine']])
  server.react(alice, { chatId, id: said.id, emoji: '👍', on: true })
  await clock.pass(500)
  expect(chips(right, said.id)).toEqual(['👍2 mine'])
  await his.stop()
  const again = await live(bob, { store })
  const after = again.timeline(chatId)
  await opened(scene, after)
  expect(chips(after, said.id)).toEqual(['👍2 mine'])
  const taking = again.react(chatId, said.id, { emoji: '👍', on: false })
  expect(chips(after, said.id)).toEqual(['👍1'])
  await clock.pass(10)
  await taking
  expect([chips(left, said.id), chips(after, said.id)]).toEqual([['👍1 mine'], ['👍1']])
})

test('[DL43] a refused reaction is undone, and the last of quick changes stays', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  server.plan('messages.react', { refuse: 'forbidden' })
  const refused = his.react(chatId, said.id, { emoji: '👍', on: true }).catch(({ code }) => code)
  expect(chips(timeline, said.id)).toEqual(['👍1 mine'])
  await clock.pass(10)
  expect(await refused).toBe('forbidden')
  expect(chips(timeline, said.id)).toEqual([])
  const changes = [true, false, true].map((on) => his.react(chatId, said.id, { emoji: '🎉', on }))
  expect(chips(timeline, said.id)).toEqual(['🎉1 mine'])
  await clock.pass(10)
  await Promise.all(changes)
  expect(chips(timeline, said.id)).toEqual(['🎉1 mine'])
})

test('[DL43] reactions to older messages come with their page, and changes of them are followed', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const old = server.say(chatId, alice)
  for (let at = 0; at < 600; at++) server.say(chatId, alice)
  server.react(alice, { chatId, id: old.id, emoji: '👍', on: true })
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  const showing = timeline.show({ seq: 1 })
  await clock.pass(10)
  await showing
  expect(chips(timeline, old.id)).toEqual(['👍1'])
  server.react(bob, { chatId, id: old.id, emoji: '👍', on: true })
  await clock.pass(100)
  expect(chips(timeline, old.id)).toEqual(['👍2 mine'])
  server.change(chatId, 1)
  await clock.pass(1_000)
  expect(chips(timeline, old.id)).toEqual([])
})

test('[DL43] the answer to one reaction does not hide another that is on its way', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  server.plan('messages.react', 'hold', 'lose')
  const first = his.react(chatId, said.id, { emoji: '👍', on: true })
  const second = his.react(chatId, said.id, { emoji: '🎉', on: true }).catch(({ code }) => code)
  await clock.pass(10)
  server.held.shift()?.()
  await clock.pass(10)
  await first
  expect(chips(timeline, said.id)).toEqual(['👍1 mine', '🎉1 mine'])
  await clock.pass(20_000)
  expect(await second).toBe('unavailable')
  expect(chips(timeline, said.id)).toEqual(['👍1 mine'])
})

test('[DL43] removing the last reaction with an emoji shows at once', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  for (const on of [true, false]) {
    const reacting = his.react(chatId, said.id, { emoji: '👍', on })
    expect(chips(timeline, said.id)).toEqual(on ? ['👍1 mine'] : [])
    await clock.pass(500)
    await reacting
    expect(chips(timeline, said.id)).toEqual(on ? ['👍1 mine'] : [])
  }
})

test('[DL43] reactions to an older message stay while other things happen in the chat', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const old = server.say(chatId, alice)
  for (let at = 0; at < 600; at++) server.say(chatId, alice)
  server.react(alice, { chatId, id: old.id, emoji: '👍', on: true })
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  const showing = timeline.show({ seq: 1 })
  await clock.pass(10)
  await showing
  for (let at = 0; at < 3; at++) {
    server.say(chatId, alice)
    await clock.pass(10)
    expect(chips(timeline, old.id)).toEqual(['👍1'])
  }
})

test('[DL43] all reactions to a message show with the answer, also where the event about them is lost', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob, { transport: withoutEvents(server.transport(bob), 'chat.delta') })
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  const reacting = his.react(chatId, said.id, { emoji: '👍', on: true })
  await clock.pass(10)
  await reacting
  expect(chips(timeline, said.id)).toEqual(['👍1 mine'])
  expect(his.state.get().chats.get(chatId)?.rev).toBe(server.chats.get(chatId)?.rev ?? 0)
})

test('[DL43] an own reaction that the list of people leaves out counts as own, also when it comes from another device', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  const account = server.accounts.get(bob)
  const chat = server.chats.get(chatId)
  if (account === undefined || chat === undefined) throw new Error('bob and the chat are there')
  const row = { messageId: said.id, seq: said.seq, rev: ++chat.rev, list: [{ emoji: '👍', count: 50, users: [alice] }] }
  server.publish({ chatId, from: row.rev - 1, rev: row.rev, reactions: [row] })
  await clock.pass(10)
  expect(chips(timeline, said.id)).toEqual(['👍50'])
  const list = timeline.reactions.get().get(said.id)
  server.say(chatId, alice)
  await clock.pass(10)
  // The same list as before, so that nothing is drawn again.
  expect(timeline.reactions.get().get(said.id)).toBe(list as NonNullable<typeof list>)
  const rev = ++account.rev
  const mine = { chatId, messageId: said.id, seq: said.seq, rev, emojis: ['👍'] }
  for (const connection of server.connections)
    connection.push({ method: 'user.delta', params: { from: rev - 1, rev, reactions: [mine] } })
  await clock.pass(10)
  expect(chips(timeline, said.id)).toEqual(['👍50 mine'])
})

test('[DL43] who reacted is shown with the own change in it', async () => {
  const scene = twoPeople()
  const { server, live, alice, bob, chatId, clock } = scene
  const said = server.say(chatId, alice)
  server.react(alice, { chatId, id: said.id, emoji: '👍', on: true })
  const his = await live(bob)
  const timeline = his.timeline(chatId)
  await opened(scene, timeline)
  const users = () => timeline.reactions.get().get(said.id)?.[0]?.users
  for (const [on, people] of [
    [true, [alice, bob]],
    [false, [alice]],
  ] as const) {
    const reacting = his.react(chatId, said.id, { emoji: '👍', on })
    expect(users()).toEqual([...people])
    await clock.pass(500)
    await reacting
    expect(users()).toEqual([...people])
  }
})
