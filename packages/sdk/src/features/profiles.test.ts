import { expect, test } from 'bun:test'
import type { UserId } from '@parley/protocol'
import { twoPeople } from '../testing/people'

test('an unknown user is fetched once per connection', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const carol = server.person('carol')
  const account = server.accounts.get(carol)
  if (account === undefined) throw new Error('carol has an account')
  server.accounts.delete(carol)
  const his = await live(bob)
  for (let said = 0; said < 3; said++) {
    server.say(chatId, carol)
    await clock.pass(1_000)
  }
  const asked = () =>
    server.calls.filter(({ method, params }) => method === 'users.get' && JSON.stringify(params).includes(carol)).length
  expect(asked()).toBe(1)
  server.accounts.set(carol, account)
  server.cut()
  await clock.pass(2_000)
  server.say(chatId, carol)
  await clock.pass(1_000)
  expect(his.state.get().users.get(carol)?.name).toBe('carol')
  expect(asked()).toBe(2)
})

test('a profile that could not be fetched is fetched on the next connection', async () => {
  const { server, live, bob, chatId, clock } = twoPeople()
  const carol = server.person('carol')
  const his = await live(bob)
  server.plan('users.get', { refuse: 'unavailable' })
  server.say(chatId, carol)
  await clock.pass(1_000)
  expect(his.state.get().users.get(carol)).toBeUndefined()
  server.cut()
  await clock.pass(2_000)
  expect(his.state.get().users.get(carol)?.name).toBe('carol')
})

test('changed names in the chat list show a while after a reconnect, an hour after the last fetch', async () => {
  const { server, live, alice, bob, clock } = twoPeople()
  const carol = server.person('carol')
  const group = server.chat('group', [bob, carol])
  server.say(group, carol)
  const his = await live(bob)
  const name = (id: UserId) => his.state.get().users.get(id)?.name
  for (const [id, to] of [
    [alice, 'Alice'],
    [bob, 'Bob'],
  ] as const) {
    const account = server.accounts.get(id)
    if (account) account.me = { ...account.me, name: to, rev: 2 }
  }
  await clock.pass(61 * 60_000)
  expect(name(alice)).toBe('alice')
  server.cut()
  await clock.pass(40_000)
  expect(name(alice)).toBe('Alice')
  const asked = server.calls.filter(({ method }) => method === 'users.get').map(({ params }) => JSON.stringify(params))
  expect(asked.filter((params) => params.includes(carol))).toHaveLength(1)
})

test('an own new name shows at once, even when another device set it', async () => {
  const { server, live, bob, clock } = twoPeople()
  const his = await live(bob)
  const account = server.accounts.get(bob)
  if (account === undefined) throw new Error('bob has an account')
  account.me = { ...account.me, name: 'Bob', rev: ++account.rev }
  const { me, rev } = account
  for (const connection of server.connections)
    connection.push({ method: 'user.delta', params: { from: rev - 1, rev, me } })
  await clock.pass(10)
  expect([his.state.get().me?.name, his.state.get().users.get(bob)?.name]).toEqual(['Bob', 'Bob'])
})
