import { expect, test } from 'bun:test'
import { twoPeople } from './testing/people'

test('somebody whom the server did not know is asked for once in a connection, and again in the next one', async () => {
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

test('somebody whose profile could not be fetched is asked for on the next connection', async () => {
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
