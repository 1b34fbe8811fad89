import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { TestApp } from '../testing/test-app'

const scene = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  const chatId = newUuidV7() as ChatId
  await alice.call('groups.create', { id: chatId, name: 'Friends', userIds: [bob.me.id] })
  return { app, alice, bob, carol, chatId, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[DL13] watching shows nothing to non-members, even while the refusal is pending', async () => {
  await using it = await scene()
  const { alice, bob, carol, chatId } = it
  await bob.call('groups.leave', { chatId })
  const heard = bob.connection.events('chat.delta').length
  for (const [person, code] of [
    [bob, 'not_a_member'],
    [carol, 'not_found'],
  ] as const) {
    const said = alice.say(chatId, 'for members')
    await expect(person.call('chats.watch', { chatId })).rejects.toMatchObject({ code })
    await said
  }
  expect(bob.connection.events('chat.delta').length).toBe(heard)
  expect(carol.connection.events('chat.delta')).toEqual([])
})

test('[DL11] a member who leaves during a watch call receives nothing later', async () => {
  await using it = await scene()
  const { app, alice, bob, chatId } = it
  // A second device, so that the cached access of the first doesn't decide.
  const phone = await app.signedIn(bob.me, bob.token)
  const [left] = await Promise.all([
    bob.call('groups.leave', { chatId }),
    phone.call('chats.watch', { chatId }).catch(() => undefined),
  ])
  await alice.say(chatId, 'after they left')
  const revs = phone.connection.events('chat.delta').map(({ rev }) => rev)
  expect(Math.max(...revs)).toBe(left.rev)
})

test('a watcher receives everything from the returned rev on', async () => {
  await using it = await scene()
  const { alice, bob, chatId } = it
  const { rev } = await bob.call('chats.watch', { chatId })
  const said = await alice.say(chatId, 'after that')
  expect(said.rev).toBe(rev + 1)
  expect(bob.connection.events('chat.delta').at(-1)).toMatchObject({ from: rev, rev: said.rev })
})

test('after the end of a watch, members of a small chat still receive its deltas', async () => {
  await using it = await scene()
  const { alice, bob, chatId } = it
  await bob.call('chats.watch', { chatId })
  await bob.call('chats.unwatch', { chatId })
  const said = await alice.say(chatId, 'to all members')
  expect(bob.connection.events('chat.delta').at(-1)?.rev).toBe(said.rev)
})
