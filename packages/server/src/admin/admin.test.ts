import { expect, test } from 'bun:test'
import { limits, newUuidV7, type UserId, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

const start = async () => {
  const app = await TestApp.start()
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  return { app, alice, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('only administrators may, and being made one holds for open connections', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  expect(await code(alice.call('admin.settings', {}))).toBe('forbidden')
  expect(await code(app.connect().call('admin.settings', {}))).toBe('unauthenticated')
  expect(await app.core.admin.grant('nobody')).toBeUndefined()
  expect(await app.core.admin.grant('alice')).toMatchObject({ admin: true })
  expect(await alice.call('admin.settings', {})).toEqual({
    registration: 'open',
    worldOpen: true,
    worldMutedAll: false,
    worldSlowModeMs: 0,
  })
  expect(alice.connection.events('user.delta').at(-1)?.me).toMatchObject({ admin: true })
})

test('administrators alone learn where others on the network reach the server, and a bounded number of addresses', async () => {
  await using started = await start()
  const { app, alice } = started
  const bob = await app.person('bob')
  expect(await code(bob.call('admin.addresses', {}))).toBe('forbidden')
  const { origins } = await alice.call('admin.addresses', {})
  expect(origins).toHaveLength(limits.networkOrigins)
  expect(origins[0]).toBe('http://192.168.1.0:8080')
})

test('registration closes and opens at once, whatever is configured', async () => {
  await using started = await start()
  const { app, alice } = started
  const register = (username: string) =>
    code(app.connect().call('accounts.register', { username, password: 'tidal fox lamp 9', name: username }))
  expect(await alice.call('admin.setRegistration', { registration: 'closed' })).toMatchObject({
    registration: 'closed',
  })
  expect(await register('bob')).toBe('registration_closed')
  await alice.call('admin.setRegistration', { registration: 'open' })
  expect(await register('bob')).toBe('accepted')
})

test('registration opens and closes at the times that an administrator sets, and strangers read them', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const nowMs = app.database.now()
  const [opensAt, closesAt] = [nowMs + 10_000, nowMs + 20_000]
  const policy = () => app.connect().call('accounts.policy', {})
  const register = (username: string) =>
    code(app.connect().call('accounts.register', { username, password: 'tidal fox lamp 9', name: username }))
  expect(await alice.call('admin.setRegistration', { registration: 'open', opensAt, closesAt })).toMatchObject({
    registration: 'open',
    registrationOpensAt: opensAt,
    registrationClosesAt: closesAt,
  })
  expect(await policy()).toMatchObject({ registration: 'closed', opensAt })
  expect(await register('bob')).toBe('registration_closed')
  await clock.advance(10_000)
  const open = await policy()
  expect(open).toMatchObject({ registration: 'open', closesAt })
  expect(open).not.toHaveProperty('opensAt')
  expect(await register('bob')).toBe('accepted')
  await clock.advance(10_000)
  const closed = await policy()
  expect(closed).toMatchObject({ registration: 'closed' })
  expect(closed).not.toHaveProperty('closesAt')
  expect(await register('carol')).toBe('registration_closed')
  const always = await alice.call('admin.setRegistration', { registration: 'open' })
  expect(always).not.toHaveProperty('registrationOpensAt')
  expect(always).not.toHaveProperty('registrationClosesAt')
  expect(await register('carol')).toBe('accepted')
  const turned = alice.call('admin.setRegistration', { registration: 'open', opensAt: closesAt, closesAt: opensAt })
  expect(await code(turned)).toBe('invalid_params')
})

test('an invite link works while registration has not opened yet', async () => {
  await using started = await start()
  const { app, alice } = started
  await alice.call('admin.setRegistration', { registration: 'open', opensAt: app.database.now() + 60_000 })
  const { code: invite } = await alice.call('invites.create', {})
  const bob = { username: 'bob', password: 'tidal fox lamp 9', name: 'Bob' }
  expect(await code(app.connect().call('accounts.register', bob))).toBe('registration_closed')
  expect(await code(app.connect().call('accounts.register', { ...bob, invite }))).toBe('accepted')
})

test('the server has the name that an administrator gives it, which strangers read', async () => {
  await using started = await start()
  const { app, alice } = started
  const policy = () => app.connect().call('accounts.policy', {})
  expect(await policy()).not.toHaveProperty('serverName')
  expect(await alice.call('admin.setServerName', { serverName: ' Lakeside ' })).toMatchObject({
    serverName: 'Lakeside',
  })
  expect(await policy()).toMatchObject({ serverName: 'Lakeside' })
  expect(await code(alice.call('admin.setServerName', { serverName: '\u200b' }))).toBe('invalid_params')
  expect(await alice.call('admin.setServerName', { serverName: null })).not.toHaveProperty('serverName')
  expect(await policy()).not.toHaveProperty('serverName')
})

test('the world closes for writing and opens again', async () => {
  await using started = await start()
  const { app, alice } = started
  const bob = await app.person('bob')
  await alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false })
  expect(await alice.call('admin.settings', {})).toMatchObject({ worldOpen: false })
  expect(await code(bob.say(WORLD_CHAT_ID, 'hello'))).toBe('channel_closed')
  await alice.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: true })
  expect(await code(bob.say(WORLD_CHAT_ID, 'hello'))).toBe('accepted')
  expect(await code(bob.call('channels.setOpen', { chatId: WORLD_CHAT_ID, open: false }))).toBe('forbidden')
})

test('[DL29] a disabled person is out at once, learns why only with the right password, and may come back', async () => {
  await using started = await start()
  const { app, alice } = started
  const bob = await app.person('bob')
  const disabled = await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
  expect(disabled.disabledAt).toBeNumber()
  expect(bob.connection.closedWith).toBe(4502)
  const door = app.connect()
  expect(await code(door.call('session.open', { token: bob.token }))).toBe('account_disabled')
  const login = (password: string) => code(door.call('accounts.login', { login: 'bob', password }))
  expect(await login('wrong')).toBe('bad_credentials')
  expect(await login('correct horse 3 battery')).toBe('account_disabled')
  expect((await alice.call('users.search', { query: 'bob' })).users).toEqual([])
  await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: false })
  expect(await login('correct horse 3 battery')).toBe('accepted')
  expect(await code(app.connect().call('session.open', { token: bob.token }))).toBe('unauthenticated')
})

test("administrators can't disable themselves or unknown users", async () => {
  await using started = await start()
  const { alice } = started
  expect(await code(alice.call('admin.setDisabled', { userId: alice.me.id, disabled: true }))).toBe('forbidden')
  const nobody = newUuidV7() as UserId
  expect(await code(alice.call('admin.setDisabled', { userId: nobody, disabled: true }))).toBe('not_found')
})

test('the invite of a disabled person is void', async () => {
  await using started = await start()
  const { app, alice } = started
  const bob = await app.person('bob')
  const { code: invite } = await bob.call('invites.create', {})
  await alice.call('admin.setDisabled', { userId: bob.me.id, disabled: true })
  expect(await code(alice.call('invites.open', { code: invite }))).toBe('invite_invalid')
})

test('people are listed by user name, a page at a time, and found by how names begin', async () => {
  await using started = await start()
  const { app, alice } = started
  await app.database.write(async ({ db }) => {
    const rest = { admin: 0, password_hash: '', created_at: 0, rev: 1, profile_rev: 1, changed_min: 0 }
    for (let at = 100; at < 160; at++) {
      const id = Buffer.from(newUuidV7().replaceAll('-', ''), 'hex')
      await db
        .insertInto('users')
        .values({ id, username: `user${at}`, name: `Person_${at} 100%`, name_folded: `person_${at} 100%`, ...rest })
        .execute()
    }
  })
  const first = await alice.call('admin.users', {})
  expect([first.users.length, first.total, first.more]).toEqual([50, 61, true])
  const second = await alice.call('admin.users', { after: first.users.at(-1)?.username })
  expect([second.users.length, second.more]).toEqual([11, false])
  const found = async (query: string) => (await alice.call('admin.users', { query })).total
  expect(await found('USER10')).toBe(10)
  expect(await found('person_15')).toBe(10)
  expect(await found('%')).toBe(0)
  expect(await found('person%')).toBe(0)
})
