import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7 } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, TestApp } from '../testing/test-app'

const counts = (person: Person, chatId: ChatId) =>
  person.connection
    .events('chat.online')
    .filter((event) => event.chatId === chatId)
    .map(({ count }) => count)

test('watchers of a channel receive its online count, at most once a second, the last number always', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ kind: 'sqlite', clock })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('channels.create', { id: chatId, name: 'Kites' })
  await alice.call('chats.watch', { chatId })
  // A small group pushes no count: its members fetch it.
  const group = newUuidV7() as ChatId
  await alice.call('groups.create', { id: group, name: 'Few', userIds: [bob.me.id] })
  await alice.call('chats.watch', { chatId: group })
  await clock.advance(limits.onlineIntervalMs)
  expect(counts(alice, chatId)).toEqual([1])
  await bob.call('channels.join', { chatId })
  await carol.call('channels.join', { chatId })
  await clock.advance(limits.onlineIntervalMs)
  expect(counts(alice, chatId)).toEqual([1, 3])
  expect(await alice.call('chats.online', { chatId })).toMatchObject({ count: 3 })
  expect(counts(bob, chatId)).toEqual([])
  bob.connection.connection.end()
  const again = await app.signedIn(carol.me, carol.token)
  again.connection.connection.end()
  await clock.advance(limits.onlineIntervalMs)
  expect(counts(alice, chatId)).toEqual([1, 3, 2])
  await carol.call('channels.leave', { chatId })
  await clock.advance(limits.onlineIntervalMs)
  expect(counts(alice, chatId)).toEqual([1, 3, 2, 1])
  await alice.call('chats.unwatch', { chatId })
  await carol.call('channels.join', { chatId })
  await clock.advance(limits.onlineIntervalMs)
  expect(counts(alice, chatId)).toEqual([1, 3, 2, 1])
  expect(counts(alice, group)).toEqual([])
})
