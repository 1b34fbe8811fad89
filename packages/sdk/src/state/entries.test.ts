import { expect, test } from 'bun:test'
import type { Message, MessageId, UserId } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { QueuedMessage } from '../outbox/outbox'
import { createMemoryStore } from '../store/memory'
import { text, twoPeople } from '../testing/people'
import { storedMessage, waitingMessage, waitingMessages } from './entries'

test('an own message that is among the stored rows already is not shown a second time', () => {
  const { server, chatId, alice } = twoPeople()
  const stored: Message = server.say(chatId, alice, { text: 'hello' })
  const waiting = [stored.id, 'another' as MessageId].map((id, order): QueuedMessage => {
    const entry = { id, chatId, body: text('hello'), at: 1, order }
    return { entry, status: 'sending' }
  })
  expect(waitingMessages(waiting, [stored], alice).map(({ id }) => id)).toEqual(['another' as MessageId])
})

test('a message that waits brings its chat to the top of the list at once', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const other = server.chat('direct', [alice, bob])
  const hers = await live(alice)
  server.say(chatId, bob)
  server.say(other, bob)
  await clock.pass(100)
  expect(hers.state.get().order).toEqual([other, chatId])
  for (const connection of server.connections) connection.muted = true
  hers.send(chatId, text('first'))
  expect(hers.state.get().order).toEqual([chatId, other])
})

test('chats that were active at the same moment stand in the same order on every device', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  for (let made = 0; made < 6; made++) server.chat('group', [alice, bob])
  const [one, two] = [await live(alice), await live(bob)]
  await clock.pass(100)
  expect(one.state.get().order).toEqual(one.state.get().order.toSorted())
  expect(two.state.get().order).toEqual(one.state.get().order)
})

test('while the unread count is not known, it is never more than what lies after the cursor', async () => {
  const { server, live, alice, bob, chatId } = twoPeople()
  for (let said = 0; said < 60; said++) server.say(chatId, alice)
  const his = await live(bob)
  server.plan('chats.changes', 'lose')
  await his.call('chats.markRead', { chatId, seq: 25 })
  expect(his.state.get().chats.get(chatId)?.unread).toBe(35)
})

test('a user who types on another device does not see themselves typing', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const typing = (userId: UserId) => {
    for (const connection of server.connections) connection.push({ method: 'chat.typing', params: { chatId, userId } })
  }
  typing(bob)
  typing(alice)
  await clock.pass(10)
  expect(his.state.get().chats.get(chatId)?.typing).toEqual([alice])
})

test('a user who keeps typing is shown as typing until a while after the last event', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const his = await live(bob)
  const typing = () => {
    for (const connection of server.connections)
      connection.push({ method: 'chat.typing', params: { chatId, userId: alice } })
  }
  const shown = () => his.state.get().chats.get(chatId)?.typing
  typing()
  await clock.pass(limits.typingShownMs - 1_000)
  typing()
  await clock.pass(limits.typingShownMs - 1_000)
  expect(shown()).toEqual([alice])
  await clock.pass(1_100)
  expect(shown()).toEqual([])
})

test('a message of one person leaves another one typing', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const group = server.chat('group', [alice, bob, carol])
  const his = await live(bob)
  for (const connection of server.connections)
    connection.push({ method: 'chat.typing', params: { chatId: group, userId: carol } })
  server.say(group, alice)
  await clock.pass(10)
  expect(his.state.get().chats.get(group)).toMatchObject({ typing: [carol], last: { seq: 1 } })
})

test('a chat that came while the device was away stands at the top of the list', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const store = createMemoryStore()
  const before = await live(bob, { store })
  server.say(chatId, alice)
  await clock.pass(1_000)
  await before.stop()
  const added = server.chat('group', [alice, bob])
  const his = await live(bob, { store })
  expect(his.state.get().order).toEqual([added, chatId])
})

test('on a new device chats without messages stand below the others', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  const empty = server.chat('group', [alice, bob])
  server.say(chatId, alice)
  await clock.pass(1_000)
  const his = await live(bob)
  expect(his.state.get().order).toEqual([chatId, empty])
})

test('[DL45] while the counts are not known, mentions stay as long as the first of them lies after the cursor', async () => {
  for (const [named, mentions, firstMention] of [
    [40, 1, 40],
    [10, 0, undefined],
  ] as const) {
    const { server, live, alice, bob, chatId } = twoPeople()
    for (let said = 1; said <= 60; said++) server.say(chatId, alice, said === named ? { mentions: [bob] } : {})
    const his = await live(bob)
    expect(his.state.get().chats.get(chatId)).toMatchObject({ mentions: 1, firstMention: named })
    server.plan('chats.changes', 'lose')
    await his.call('chats.markRead', { chatId, seq: 25 })
    const entry = his.state.get().chats.get(chatId)
    expect([entry?.unread, entry?.mentions, entry?.firstMention]).toEqual([35, mentions, firstMention])
  }
})

test('a waiting message and a stored one are the same objects each time, so that screens draw only what changed', () => {
  const { server, chatId, alice } = twoPeople()
  const stored = server.say(chatId, alice)
  const entry = { id: 'waiting' as MessageId, chatId, body: text('hello'), at: 1, order: 1 }
  const waiting: QueuedMessage = { entry, status: 'sending' }
  expect(storedMessage(stored)).toBe(storedMessage(stored))
  expect(waitingMessage(waiting, alice)).toBe(waitingMessage(waiting, alice))
  expect(waitingMessage({ ...waiting, row: stored }, alice)).toBe(storedMessage(stored))
})

test('on a new device a chat that comes after the first sync stands at the top', async () => {
  const { server, live, alice, bob, chatId, clock } = twoPeople()
  server.say(chatId, alice)
  const his = await live(bob)
  await clock.pass(1_000)
  const added = server.chat('group', [alice, bob])
  await clock.pass(100)
  expect(his.state.get().order).toEqual([added, chatId])
})
