import { expect, test } from 'bun:test'
import { type ChatId, newUuidV7 } from '@parley/protocol'
import { type Person, TestApp } from '../testing/test-app'

const scene = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const carol = await app.person('carol')
  return { app, alice, bob, carol, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const befriend = async (one: Person, other: Person) => {
  await one.call('friends.request', { userId: other.me.id })
  await other.call('friends.request', { userId: one.me.id })
}

const finds = async (who: Person, query: string) =>
  (await who.call('users.search', { query })).users.map(({ username }) => username)

test('searches find only users who permit it', async () => {
  await using it = await scene()
  const { alice, bob, carol } = it
  await befriend(alice, bob)
  await bob.call('accounts.setPrivacy', { foundBy: 'exact' })
  expect([await finds(carol, 'bobb'), await finds(carol, '@bobby'), await finds(carol, bob.me.id)]).toEqual([
    [],
    ['bobby'],
    ['bobby'],
  ])
  await bob.call('accounts.setPrivacy', { foundBy: 'nobody' })
  for (const query of ['bobb', '@bobby', bob.me.id]) {
    expect(await finds(carol, query)).toEqual([])
    expect(await finds(alice, query)).toEqual(['bobby'])
    expect(await finds(bob, query)).toEqual(['bobby'])
  }
  await bob.call('friends.remove', { userId: alice.me.id })
  for (const query of ['bobb', '@bobby', bob.me.id]) expect(await finds(alice, query)).toEqual([])
})

test('the setting of friend requests always permits users whom I have requested or hold as friends', async () => {
  await using it = await scene()
  const { alice, bob, carol } = it
  const ask = (who: Person) => who.call('friends.request', { userId: bob.me.id })
  await bob.call('accounts.setPrivacy', { askedBy: 'nobody' })
  await expect(ask(carol)).rejects.toMatchObject({ code: 'privacy', field: 'userId' })
  // The same as before, whether they have blocked one or not.
  await bob.call('friends.block', { userId: carol.me.id })
  await expect(ask(carol)).rejects.toMatchObject({ code: 'privacy', field: 'userId' })
  await bob.call('friends.unblock', { userId: carol.me.id })
  await bob.call('friends.request', { userId: alice.me.id })
  expect(await ask(alice)).toMatchObject({ state: 'friends' })
  await alice.call('friends.remove', { userId: bob.me.id })
  expect(await ask(alice)).toMatchObject({ state: 'friends' })
  await bob.call('accounts.setPrivacy', { askedBy: 'contacts' })
  await expect(ask(carol)).rejects.toMatchObject({ code: 'privacy' })
  await alice.call('groups.create', {
    id: newUuidV7() as ChatId,
    name: 'All',
    userIds: [bob.me.id, carol.me.id],
  })
  expect(await ask(carol)).toMatchObject({ state: 'requested' })
})

test('users are added to groups only if they permit it', async () => {
  await using it = await scene()
  const { alice, bob, carol } = it
  await befriend(alice, bob)
  const make = (who: Person) =>
    who.call('groups.create', { id: newUuidV7() as ChatId, name: 'New', userIds: [bob.me.id] })
  const mine = newUuidV7() as ChatId
  await carol.call('groups.create', { id: mine, name: 'Mine' })
  const invite = () => carol.call('groups.invite', { chatId: mine, userIds: [bob.me.id] })
  await bob.call('accounts.setPrivacy', { addedBy: 'friends' })
  await make(alice)
  for (const refused of [() => make(carol), invite])
    await expect(refused()).rejects.toMatchObject({ code: 'privacy', field: 'userIds' })
  await bob.call('accounts.setPrivacy', { addedBy: 'nobody' })
  await expect(make(alice)).rejects.toMatchObject({ code: 'privacy' })
  await bob.call('accounts.setPrivacy', { addedBy: 'everybody' })
  expect((await invite()).members).toHaveLength(1)
  // Users can always add themselves.
  await bob.call('accounts.setPrivacy', { addedBy: 'nobody' })
  await bob.call('groups.create', { id: newUuidV7() as ChatId, name: 'Own', userIds: [bob.me.id] })
})
