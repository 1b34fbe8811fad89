import { expect, test } from 'bun:test'
import { limits, newUuidV7, type UserId } from '@parley/protocol'
import { TestApp } from '../testing/test-app'

test('people are found by exact user name, in any case, with or without @', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const find = async (query: string) => (await alice.call('users.search', { query })).users.map(({ id }) => id)
  for (const query of ['bob', 'BOB', '@bob', ' @Bob ']) expect(await find(query)).toEqual([bob.me.id])
  for (const query of ['b', 'bobb', '%', '_ob', "bob' or 1=1 --", '@@bob', '@bo']) expect(await find(query)).toEqual([])
})

test('profiles come by id, without what is private; unknown ids are left out', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const nobody = newUuidV7() as UserId
  const { users } = await alice.call('users.get', { ids: [bob.me.id, nobody, bob.me.id] })
  const { admin: _, ...profile } = bob.me
  expect(users).toEqual([{ ...profile, rev: users[0]?.rev ?? 0 }])
  expect(Object.keys(users[0] ?? {}).toSorted()).toEqual(['id', 'name', 'rev', 'username'])
})

test('too many ids, and none, are refused with the field named', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const ids = Array.from({ length: limits.usersPerGet + 1 }, () => newUuidV7() as UserId)
  for (const asked of [ids, []])
    await expect(alice.call('users.get', { ids: asked })).rejects.toMatchObject({
      code: 'invalid_params',
      field: 'ids',
    })
})

test('people are found by id, and by the beginning of their display name in any case and width', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const robin = await app.person('robin', { name: 'Robin Hood' })
  const robert = await app.person('robert', { name: 'robert' })
  const li = await app.person('limei', { name: '李梅梅' })
  const find = async (query: string) => (await alice.call('users.search', { query })).users.map(({ id }) => id)
  expect(await find(robin.me.id)).toEqual([robin.me.id])
  expect(await find(robin.me.id.toUpperCase())).toEqual([robin.me.id])
  expect(await find('ro')).toEqual([robert.me.id, robin.me.id])
  expect(await find('ROBIN H')).toEqual([robin.me.id])
  expect(await find('ｒｏｂｉ')).toEqual([robin.me.id])
  expect(await find('李梅')).toEqual([li.me.id])
  for (const query of ['r', '李', 'hood', 'ro%', 'ro_in', newUuidV7()]) expect(await find(query)).toEqual([])
  // An exact match comes first, and once.
  expect(await find('robert')).toEqual([robert.me.id])
  await robin.call('accounts.update', { name: 'Маша' })
  expect([await find('rob'), await find('МА')]).toEqual([[robert.me.id], [robin.me.id]])
})

test('a search returns a bounded number of users, none disabled, and users who blocked the searcher like all others', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bob')
  const many = []
  for (let at = 0; at < limits.searchPeople + 5; at++) many.push(await app.person(`user${at}`, { name: `Twin ${at}` }))
  const find = async (query: string) =>
    (await bob.call('users.search', { query })).users.map(({ username }) => username)
  expect((await find('twin')).length).toBe(limits.searchPeople)
  const [disabled, blocker] = many
  if (!disabled || !blocker) throw new Error('nobody is there')
  await alice.call('admin.setDisabled', { userId: disabled.me.id, disabled: true })
  await blocker.call('friends.block', { userId: bob.me.id })
  const queries = ({ name, username, id }: typeof disabled.me) => ['twin', name, username, id]
  for (const query of queries(disabled.me)) expect(await find(query)).not.toContain(disabled.me.username)
  for (const query of queries(blocker.me)) expect(await find(query)).toContain(blocker.me.username)
})
