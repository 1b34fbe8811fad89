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
  expect(Object.keys(users[0] ?? {}).toSorted()).toEqual(['id', 'kind', 'name', 'rev', 'username'])
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
