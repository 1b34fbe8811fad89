import { expect, test } from 'bun:test'
import { limits, type Params } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const password = 'correct horse 5 battery'
const hourMs = 3_600_000
const minuteMs = 60_000

const refusalOf = (call: Promise<unknown>): Promise<Refused | undefined> =>
  call.then(
    () => undefined,
    (error: Refused) => error,
  )
const code = async (call: Promise<unknown>) => (await refusalOf(call))?.code ?? 'accepted'

const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const register = (username: string, address: string) =>
    app.connectFrom(address).call('accounts.register', { username, name: username, password })
  const names = async (filter: Params<'admin.users'>) =>
    (await alice.call('admin.users', filter)).users.map(({ username }) => username)
  return { app, clock, alice, register, names, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('administrators find accounts by the time, the network and the state, the newest first', async () => {
  await using scene = await start()
  const { app, clock, alice, register, names } = scene
  await clock.advance(1_000)
  const from = clock.now()
  for (const [name, address] of [
    ['bob', '203.0.113.7'],
    ['carol', '203.0.113.200'],
    ['dave', '198.51.100.7'],
    ['erin', '2001:db8:1:201::5'],
    ['frank', '2001:db8:1:2ff::5'],
  ] as const) {
    await register(name, address)
    await clock.advance(1_000)
  }
  expect(await names({ from })).toEqual(['frank', 'erin', 'dave', 'carol', 'bob'])
  expect(await names({ from, until: from + 2_000 })).toEqual(['carol', 'bob'])
  expect(await names({ network: '203.0.113.0/24' })).toEqual(['carol', 'bob'])
  expect(await names({ network: '203.0.113.7' })).toEqual(['bob'])
  expect(await names({ network: '2001:db8:1:2aa::/56' })).toEqual(['frank', 'erin'])
  expect(await names({ network: '203.0.113.0/24', query: 'ca' })).toEqual(['carol'])
  expect(await code(names({ network: '203.0.0.0/16' }))).toBe('invalid_params')
  expect(await code(names({ network: 'kites' }))).toBe('invalid_params')

  const [bob] = (await alice.call('admin.users', { query: 'bob' })).users
  expect(bob).toMatchObject({ address: '203.0.113.7' })
  await alice.call('admin.setDisabled', { userId: bob?.id ?? alice.me.id, disabled: true })
  await app.core.admin.changeAccountOf('carol', 'closed')
  expect(await names({ state: 'disabled' })).toEqual(['bob'])
  expect(await names({ state: 'closed' })).toEqual(['carol'])
  expect(await names({ state: 'administrator' })).toEqual(['alice'])
  expect(await names({ state: 'active', network: '203.0.113.0/24' })).toEqual([])
  expect(await names({ state: 'active' })).toEqual(['frank', 'erin', 'dave', 'alice'])
})

test('pages of filtered accounts hold each account once', async () => {
  await using scene = await start()
  const { alice, app } = scene
  const many = 130
  await app.database.write(async ({ db }) => {
    const rest = { admin: 0, password_hash: '', rev: 1, profile_rev: 1, changed_min: 0, name: 'Chris' }
    for (let at = 0; at < many; at++)
      await db
        .insertInto('users')
        .values({
          ...{ ...rest, id: Buffer.alloc(16, at + 1), username: `user${at}`, name_folded: 'chris' },
          // Several were made at the same time.
          created_at: Math.floor(at / 3),
        })
        .execute()
  })
  const seen: string[] = []
  let page = await alice.call('admin.users', { until: 1_000 })
  expect(page.total).toBeUndefined()
  for (;;) {
    seen.push(...page.users.map(({ username }) => username))
    expect(page.more).toBe(page.next !== undefined)
    if (page.next === undefined) break
    page = await alice.call('admin.users', { until: 1_000, after: page.next })
  }
  expect(seen).toHaveLength(many)
  expect(new Set(seen).size).toBe(many)
  expect(await code(alice.call('admin.users', { until: 1_000, after: 'kites' }))).toBe('invalid_params')
})

test('a call looks through a bounded number of accounts, and says where to go on', async () => {
  await using scene = await start()
  const { alice, app } = scene
  await app.database.write(async ({ db }) => {
    const rest = { admin: 0, password_hash: '', rev: 1, profile_rev: 1, changed_min: 0, name: 'Chris' }
    const rows = Array.from({ length: 2_100 }, (_, at) => {
      const id = Buffer.alloc(16)
      id.writeUInt32BE(at + 1)
      return { ...rest, id, username: `user${at}`, name_folded: 'chris', created_at: at }
    })
    for (let at = 0; at < rows.length; at += 100)
      await db
        .insertInto('users')
        .values(rows.slice(at, at + 100))
        .execute()
  })
  const filter = { until: 10_000, query: 'user7' }
  const first = await alice.call('admin.users', { ...filter, state: 'active' })
  expect(first.users).toHaveLength(50)
  const rare = await alice.call('admin.users', { until: 10_000, query: 'user7x' })
  expect(rare).toMatchObject({ users: [], more: true })
  expect(await alice.call('admin.users', { until: 10_000, query: 'user7x', after: rare.next ?? '' })).toEqual({
    users: [],
    more: false,
  })
})

test('the address of a registration is removed after its time', async () => {
  await using scene = await start()
  const { app, alice, register } = scene
  await register('bob', '203.0.113.7')
  await register('carol', '203.0.113.7')
  const addressOf = async (query: string) => (await alice.call('admin.users', { query })).users[0]?.address
  expect(await addressOf('bob')).toBe('203.0.113.7')
  const [bob] = await app.database.read((db) =>
    db.selectFrom('users').select('key').where('username', '=', 'bob').execute(),
  )
  await app.database.write(({ db, now }) =>
    db
      .updateTable('registrations')
      .set({ at: now - limits.registrationAddressMs - 1 })
      .where('user_key', '=', bob?.key ?? 0)
      .execute(),
  )
  await app.core.worker.lookForWork()
  expect([await addressOf('bob'), await addressOf('carol')]).toEqual([undefined, '203.0.113.7'])
})

test('[AD2] a blocked network can’t sign up, sign in or set a forgotten password, on any node, until the block ends', async () => {
  await using scene = await start()
  const { app, clock, alice, register } = scene
  await using other = await TestApp.start({ clock, beside: app })
  const bob = await register('bob', '203.0.113.7')
  const { code: resetCode } = await alice.call('admin.resetPassword', { userId: bob.user.id })
  const ban = await alice.call('admin.blockNetwork', { network: '203.0.113.99/24', forMs: minuteMs })
  expect(ban).toEqual({ network: '203.0.113.0/24', createdAt: clock.now(), expiresAt: clock.now() + minuteMs })
  for (const node of [app, other]) {
    const inside = () => node.connectFrom('203.0.113.8')
    const attempts = [
      inside().call('accounts.register', { username: 'carol', name: 'Carol', password }),
      inside().call('accounts.login', { login: 'bob', password }),
      inside().call('accounts.restore', { login: 'bob', password }),
      inside().call('accounts.resetPassword', { code: resetCode, newPassword: 'quiet barn owl under 4 roofs' }),
      node.connectFrom('::ffff:203.0.113.9').call('accounts.login', { login: 'bob', password }),
    ]
    for (const refusal of await Promise.all(attempts.map(refusalOf)))
      expect([refusal?.code, refusal?.until]).toEqual(['network_blocked', ban.expiresAt])
    expect(await code(node.connectFrom('203.0.112.8').call('accounts.login', { login: 'bob', password }))).toBe(
      'accepted',
    )
  }
  await clock.advance(minuteMs)
  expect(await code(app.connectFrom('203.0.113.8').call('accounts.login', { login: 'bob', password }))).toBe('accepted')
})

test('[AD2] sessions in a blocked network stay', async () => {
  await using scene = await start()
  const { app, alice, register } = scene
  const { session } = await register('bob', '203.0.113.7')
  await alice.call('admin.blockNetwork', { network: '203.0.113.7', forMs: hourMs })
  const connection = app.connectFrom('203.0.113.7')
  await connection.call('session.open', { token: session.token })
  expect((await connection.call('accounts.me', {})).user.username).toBe('bob')
})

test('[AD2] the latest block of a network counts, and it can be removed', async () => {
  await using scene = await start()
  const { app, clock, alice } = scene
  const block = (network: string, forMs: number) => alice.call('admin.blockNetwork', { network, forMs })
  const enter = () => code(app.connectFrom('203.0.113.8').call('accounts.login', { login: 'bob', password }))
  await block('203.0.113.0/24', hourMs)
  await clock.advance(1_000)
  await block('203.0.113.8', 2 * hourMs)
  await block('203.0.113.0/24', 60_000)
  const { bans, ownAddress } = await alice.call('admin.networkBans', {})
  expect(bans.map(({ network, expiresAt }) => [network, expiresAt - clock.now()])).toEqual([
    ['203.0.113.0/24', 60_000],
    ['203.0.113.8', 2 * hourMs],
  ])
  expect(ownAddress).toBe('127.0.0.1')
  expect(await enter()).toBe('network_blocked')
  await alice.call('admin.unblockNetwork', { network: '203.0.113.8' })
  expect(await enter()).toBe('network_blocked')
  await alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' })
  expect(await enter()).toBe('bad_credentials')
  expect(await code(alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' }))).toBe('not_found')
})

test('[AD2] administrators can’t block the network that they act from, and networks have a minimum length', async () => {
  await using scene = await start()
  const { alice } = scene
  const block = (network: string) => code(alice.call('admin.blockNetwork', { network, forMs: hourMs }))
  for (const own of ['127.0.0.1', '127.0.0.0/24', '127.0.99.0/16', '::ffff:127.0.0.1'])
    expect([own, await block(own)]).toEqual([own, 'forbidden'])
  for (const wrong of ['10.0.0.0/8', '10.0.0.300', 'fe80', '::/0'])
    expect([wrong, await block(wrong)]).toEqual([wrong, 'invalid_params'])
  expect(await block('127.0.1.0/24')).toBe('accepted')
})

test('[AD2] a network from which any administrator is signed in can’t be blocked, until that session is long unused', async () => {
  await using scene = await start()
  const { app, clock, alice, register } = scene
  const block = (network: string) => refusalOf(alice.call('admin.blockNetwork', { network, forMs: hourMs }))
  await register('bob', '203.0.113.7')
  await register('carol', '2001:db8:1:201::5')
  expect(await block('203.0.113.0/24')).toBeUndefined()
  await alice.call('admin.unblockNetwork', { network: '203.0.113.0/24' })
  for (const name of ['bob', 'carol']) await app.core.admin.grant(name)
  // An own session on another device, which isn't the one that calls.
  await app.connectFrom('198.51.100.9').call('accounts.login', { login: 'alice', password: 'correct horse 5 battery' })
  const places = [
    ['203.0.113.7', '203.0.113.7'],
    ['203.0.113.0/24', '203.0.113.7'],
    ['2001:db8:1:200::/56', '2001:db8:1:201::/64'],
    ['198.51.0.0/16', '198.51.100.9'],
  ] as const
  for (const [network, address] of places)
    expect([network, (await block(network))?.message]).toEqual([network, expect.stringContaining(`from ${address}.`)])
  await app.core.admin.changeAccountOf('bob', 'closed')
  expect(await block('203.0.113.0/24')).toBeUndefined()
  const last_seen_at = clock.now() - 7 * 24 * hourMs - 1
  await app.database.write(({ db }) =>
    db.updateTable('sessions').set({ last_seen_at }).where('address', '=', '198.51.100.9').execute(),
  )
  expect(await block('198.51.0.0/16')).toBeUndefined()
})

test('[AD2] the number of blocks is bounded, and ended ones go', async () => {
  await using scene = await start()
  const { app, clock, alice } = scene
  await app.database.write(async ({ db, now }) => {
    for (let at = 0; at < limits.networkBans; at++)
      await db
        .insertInto('network_bans')
        .values({ network: `10.${at >> 8}.${at & 255}.0/24`, created_at: now, expires_at: now + hourMs })
        .execute()
  })
  const block = (network: string) => code(alice.call('admin.blockNetwork', { network, forMs: 100 * hourMs }))
  expect(await block('203.0.113.0/24')).toBe('too_many')
  expect(await block('10.0.1.0/24')).toBe('accepted')
  // All but the last one end.
  await app.database.write(({ db, now }) =>
    db.updateTable('network_bans').set({ expires_at: now }).where('network', '!=', '10.0.1.0/24').execute(),
  )
  expect(await block('203.0.113.0/24')).toBe('accepted')
  for (let round = 0; round < 3; round++) {
    await app.core.worker.lookForWork()
    await clock.advance(10_000)
  }
  const left = await app.database.read((db) =>
    db.selectFrom('network_bans').select('network').orderBy('network').execute(),
  )
  expect(left.map(({ network }) => network)).toEqual(['10.0.1.0/24', '203.0.113.0/24'])
})
