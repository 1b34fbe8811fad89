import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

const scene = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  const { chat } = await alice.call('chats.direct', { userId: bob.me.id })
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'All', userIds: [bob.me.id, carol.me.id] })
  return { app, alice, bob, carol, direct: chat.id, group, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const readsOf = async (who: Person, chatId: ChatId) =>
  (await who.call('chats.changes', { chatId, since: 0 })).view?.reads

test('[DL50] a read position reaches the others at once and is in every response, without a rev of the chat', async () => {
  await using it = await scene()
  const { alice, bob, direct } = it
  const { seq, id } = await alice.say(direct, 'hello')
  expect(await alice.call('messages.receipts', { chatId: direct, id })).toEqual({ count: 0, userIds: [] })
  const { rev } = await alice.call('chats.changes', { chatId: direct, since: 0 })
  await bob.call('chats.markRead', { chatId: direct, seq })
  expect(alice.connection.events('chat.read')).toEqual([{ chatId: direct, userId: bob.me.id, seq }])
  expect(await readsOf(alice, direct)).toEqual({ [bob.me.id]: seq })
  expect(await readsOf(bob, direct)).toEqual({})
  expect((await alice.call('chats.changes', { chatId: direct, since: rev })).view?.reads).toEqual({ [bob.me.id]: seq })
  expect((await alice.call('chats.changes', { chatId: direct, since: 0 })).rev).toBe(rev)
  expect(await alice.call('messages.receipts', { chatId: direct, id })).toEqual({ count: 1, userIds: [bob.me.id] })
  await bob.call('chats.markRead', { chatId: direct, seq: seq - 1 })
  expect(alice.connection.events('chat.read').length).toBe(1)
})

test('[DL50] clients fetch missed positions of many chats at once; strangers learn nothing', async () => {
  await using it = await scene()
  const { alice, bob, carol, direct, group } = it
  const { seq } = await alice.say(group, 'hello all')
  const { id } = await alice.say(group, 'and more')
  await bob.call('chats.markRead', { chatId: group, seq })
  await carol.call('chats.markRead', { chatId: group, seq: seq + 1 })
  const chatIds = [direct, group, WORLD_CHAT_ID as ChatId, newUuidV7() as ChatId]
  expect((await alice.call('chats.reads', { chatIds })).chats).toEqual([
    { chatId: direct, reads: {} },
    { chatId: group, reads: { [bob.me.id]: seq, [carol.me.id]: seq + 1 } },
  ])
  expect((await carol.call('chats.reads', { chatIds })).chats.map(({ chatId }) => chatId)).toEqual([group])
  expect(carol.connection.events('chat.read').every(({ chatId }) => chatId === group)).toBe(true)
  expect(await alice.call('messages.receipts', { chatId: group, id })).toEqual({ count: 1, userIds: [carol.me.id] })
  await carol.call('groups.leave', { chatId: group })
  const left = await carol.call('chats.changes', { chatId: group, since: 0 })
  expect(left.view?.reads).toBeUndefined()
  expect((await carol.call('chats.reads', { chatIds: [group] })).chats).toEqual([])
  const heard = alice.connection.events('chat.read').length
  await carol.call('chats.markRead', { chatId: group, seq: 99 })
  expect(alice.connection.events('chat.read').length).toBe(heard)
  expect(await readsOf(alice, group)).toEqual({ [bob.me.id]: seq })
})

test('receipts are for own messages, and name no readers in a channel', async () => {
  await using it = await scene()
  const { alice, bob, carol, direct, group } = it
  const { id } = await bob.say(group, 'mine')
  await expect(alice.call('messages.receipts', { chatId: group, id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(carol.call('messages.receipts', { chatId: direct, id })).rejects.toMatchObject({ code: 'not_found' })
  await bob.call('groups.leave', { chatId: group })
  await expect(bob.call('messages.receipts', { chatId: group, id })).rejects.toMatchObject({ code: 'not_a_member' })
  const { id: open, seq } = await alice.say(WORLD_CHAT_ID, 'hello world')
  await bob.call('chats.watch', { chatId: WORLD_CHAT_ID })
  await carol.call('chats.markRead', { chatId: WORLD_CHAT_ID, seq })
  expect(await alice.call('messages.receipts', { chatId: WORLD_CHAT_ID, id: open })).toEqual({ count: 1 })
  expect(bob.connection.events('chat.read').filter(({ chatId }) => chatId === WORLD_CHAT_ID)).toEqual([])
})

test("[PM2] blocked users don't see the blocker's new read positions; shown ones stay", async () => {
  await using it = await scene()
  const { alice, bob, direct } = it
  const first = await alice.say(direct, 'one')
  const second = await alice.say(direct, 'two')
  await bob.call('chats.markRead', { chatId: direct, seq: first.seq })
  await bob.call('friends.block', { userId: alice.me.id })
  await bob.call('chats.markRead', { chatId: direct, seq: second.seq })
  expect(await readsOf(alice, direct)).toEqual({ [bob.me.id]: first.seq })
  expect(alice.connection.events('chat.read').map(({ seq }) => seq)).toEqual([first.seq])
  // The blocked user notices no change of events.
  const third = await bob.call('chats.changes', { chatId: direct, since: 0 })
  await alice.call('chats.markRead', { chatId: direct, seq: third.chat?.seq ?? 0 })
  expect((await readsOf(bob, direct))?.[alice.me.id]).toBe(third.chat?.seq ?? 0)
  // After the block, the next read position shows.
  await bob.call('friends.unblock', { userId: alice.me.id })
  await bob.call('chats.markRead', { chatId: direct, seq: second.seq })
  expect(await readsOf(alice, direct)).toEqual({ [bob.me.id]: second.seq })
})

test('above the limit of members a group counts readers', async () => {
  await using it = await scene()
  const { app, alice, bob, group } = it
  const userIds = []
  for (let at = 0; at < limits.readsMembers; at++) userIds.push((await app.person(`guest${at}`)).me.id)
  await alice.call('groups.invite', { chatId: group, userIds: userIds.slice(0, limits.groupAddMax) })
  const { id, seq } = await alice.say(group, 'hello crowd')
  await bob.call('chats.markRead', { chatId: group, seq })
  expect(await alice.call('messages.receipts', { chatId: group, id })).toEqual({ count: 1 })
  expect(alice.connection.events('chat.read')).toEqual([])
  expect(await readsOf(alice, group)).toBeUndefined()
})
