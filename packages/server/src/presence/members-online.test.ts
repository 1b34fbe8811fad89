import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { TestApp } from '../testing/test-app'

test('the online members of a group are the same with more members or with more connected users', async () => {
  await using app = await TestApp.start()
  const [alice, bob, carol, dave] = [
    await app.person('alice'),
    await app.person('bob'),
    await app.person('carol'),
    await app.person('dave'),
  ]
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'All', userIds: [bob.me.id, carol.me.id] })
  const online = async () => {
    const { count, sample } = await alice.call('chats.online', { chatId })
    return [count, sample.toSorted()]
  }
  const ids = (...people: (typeof alice)[]) => people.map(({ me }) => me.id).toSorted()
  // Four are connected, three of them members.
  expect(await online()).toEqual([3, ids(alice, bob, carol)])
  carol.connection.connection.end()
  dave.connection.connection.end()
  expect(await online()).toEqual([2, ids(alice, bob)])
  await app.signedIn(dave.me, dave.token)
  await bob.call('groups.leave', { chatId })
  for (const who of [carol, dave]) await app.signedIn(who.me, who.token)
  expect(await online()).toEqual([2, ids(alice, carol)])
})
