import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const password = 'correct horse 5 battery'
const code = (call: Promise<unknown>) =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )
const address = '2001:db8:1:201::5'

/** Mallory signed up over IPv6. */
const start = async () => {
  const app = await TestApp.start({ clock: new FakeClock() })
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const register = (username: string) =>
    app.connectFrom(address).call('accounts.register', { username, name: username, password })
  await register('mallory')
  const login = () => app.connectFrom(address).call('accounts.login', { login: 'mallory', password })
  return { app, alice, register, login, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('accounts are found by their IPv6 network, and by each address in their /64', async () => {
  await using scene = await start()
  const { alice } = scene
  const found = async (network: string) => {
    const { users } = await alice.call('admin.users', { network })
    return users.map(({ username }) => username)
  }
  for (const network of ['2001:db8:1:200::/56', address, '2001:db8:1:201::9', '2001:db8:1:201::/64'])
    expect([network, await found(network)]).toEqual([network, ['mallory']])
  expect(await found('2001:db8:1:202::1')).toEqual([])
})

test.each(['2001:db8:1:200::/56', '2001:db8:1:201::/64', address, '2001:db8::/32'])(
  '[AD2] after %s is blocked, its people can neither sign up nor sign in',
  async (network) => {
    await using scene = await start()
    const { alice, register, login } = scene
    await alice.call('admin.blockNetwork', { network, forMs: 3_600_000 })
    expect([await code(login()), await code(register('trent'))]).toEqual(['network_blocked', 'network_blocked'])
  },
)

test('[AD2] administrators can’t block the IPv6 network that they act from', async () => {
  await using scene = await start()
  const { app, alice } = scene
  const door = app.connectFrom(address)
  await door.call('session.open', { token: alice.token })
  for (const network of ['2001:db8:1:201::/64', '2001:db8:1:200::/56', address])
    expect(await code(door.call('admin.blockNetwork', { network, forMs: 60_000 }))).toBe('forbidden')
})
