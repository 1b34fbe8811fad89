import { expect, test } from 'bun:test'
import { limits, type MessageId, newUuidV7, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { findPostgres } from '../testing/postgres'
import { outcome as code } from '../testing/refusal'
import { callAsService, serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'

const anna = { externalId: 'shop-1', name: 'Anna', username: 'anna' }

test('[SV5] an external id is one account: the first call creates it, later ones update its name', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  const first = await shop.call('service.upsertUser', anna)
  expect(first).toMatchObject({ externalId: 'shop-1', created: true, user: { username: 'anna', name: 'Anna' } })
  const again = await shop.call('service.upsertUser', anna)
  expect(again).toEqual({ ...first, created: false })
  const { user } = await shop.call('service.upsertUser', { externalId: 'shop-1', name: 'Anna B', username: 'other' })
  expect(user).toMatchObject({ id: first.user.id, username: 'anna', name: 'Anna B' })
  const other = await shop.call('service.upsertUser', { externalId: 'SHOP-1', name: 'Zoe' })
  expect(other.user.id).not.toBe(first.user.id)
  expect(other.user.username).toMatch(/^u\.[a-z0-9_]{20}$/)
})

// Several nodes share PostgreSQL alone.
test.skipIf(findPostgres() === undefined)(
  '[SV5] upserts of one external id on two nodes at once create one account',
  async () => {
    await using app = await TestApp.start({ kind: 'postgres' })
    await using other = await TestApp.start({ kind: 'postgres', beside: app })
    const shop = await serviceOf(app)
    const made = await Promise.all(
      Array.from({ length: 12 }, (_, at) =>
        callAsService(at % 2 ? app : other, shop.secret, [
          'service.upsertUser',
          { externalId: 'shop-1', name: 'Anna' },
        ]),
      ),
    )
    expect(new Set(made.map(({ user }) => user.id)).size).toBe(1)
    expect(made.filter(({ created }) => created)).toHaveLength(1)
  },
)

test('[SV6] a batch happens whole or not at all, and names the user at fault', async () => {
  await using app = await TestApp.start()
  await app.person('bobby')
  const shop = await serviceOf(app)
  const users = Array.from({ length: limits.servicePeople }, (_, at) => ({
    externalId: `id-${at}`,
    name: `User ${at}`,
  }))
  const taken = users.map((user, at) => (at === 7 ? { ...user, username: 'bobby' } : user))
  const refused = await shop.call('service.upsertUsers', { users: taken }).catch((error) => error)
  expect(refused).toMatchObject({ code: 'username_taken', field: 'users.7.username' })
  const made = await shop.call('service.upsertUsers', { users })
  expect(made.users.map(({ externalId, created }) => [externalId, created])).toEqual(
    users.map(({ externalId }) => [externalId, true]),
  )
  expect(await code(shop.call('service.upsertUsers', { users: [...users, anna] }))).toBe('invalid_params')
  const twice = [anna, { ...anna, name: 'Other' }]
  expect(await code(shop.call('service.upsertUsers', { users: twice }))).toBe('invalid_params')
})

test('[SV7] a session of a service works like any other until its end', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  const { session, user } = await shop.call('service.createSession', { externalId: 'shop-1', ttlMs: 60_000 })
  expect(session).toMatchObject({ device: 'Shop', expiresAt: app.database.now() + 60_000 })
  const person = await app.signedIn(user, session.token)
  expect((await person.say(WORLD_CHAT_ID, 'hello')).senderId).toBe(user.id)
  expect((await person.call('sessions.list', {})).sessions).toHaveLength(1)
  await clock.advance(61_000)
  expect(person.connection.closedWith).toBe(4501)
  expect(await code(app.connect().call('session.open', { token: session.token }))).toBe('unauthenticated')
})

test('[SV7] accounts of external ids have no password, and no password signs them in', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  for (const password of ['', ' ', 'correct horse 4 battery'])
    expect(await code(app.connect().call('accounts.login', { login: 'anna', password }))).toBe('bad_credentials')
  expect(await code(shop.call('service.createSession', { externalId: 'unknown', ttlMs: 60_000 }))).toBe('not_found')
})

test('[SV7] services create no session of an administrator, of a disabled account or of a closed one', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  const session = () => code(shop.call('service.createSession', { externalId: 'shop-1', ttlMs: 60_000 }))
  await shop.call('service.upsertUser', anna)
  await app.core.admin.grant('anna')
  expect(await session()).toBe('forbidden')
  const boss = await app.person('boss')
  await app.core.admin.grant('boss')
  const { user } = await shop.call('service.upsertUser', { externalId: 'shop-2', name: 'Ben', username: 'benny' })
  const ben = () => code(shop.call('service.createSession', { externalId: 'shop-2', ttlMs: 60_000 }))
  await boss.call('admin.setDisabled', { userId: user.id, disabled: true })
  expect(await ben()).toBe('account_disabled')
  await boss.call('admin.setDisabled', { userId: user.id, disabled: false })
  await boss.call('admin.closeUser', { userId: user.id })
  expect(await ben()).toBe('account_closed')
  expect(await code(shop.call('service.upsertUser', { externalId: 'shop-2', name: 'Ben 2' }))).toBe('account_closed')
})

test('[SV7] who becomes an administrator takes no session along that another product may hold', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  const { session, user } = await shop.call('service.createSession', { externalId: 'shop-1', ttlMs: 600_000 })
  const held = await app.signedIn(user, session.token)
  const boss = await app.person('boss')
  for (const username of ['anna', 'boss']) await app.core.admin.grant(username)
  expect(held.connection.closedWith).toBe(4501)
  expect(await code(app.connect().call('session.open', { token: session.token }))).toBe('unauthenticated')
  // A person who signed in here goes on.
  expect((await boss.call('admin.settings', {})).registration).toBeDefined()
})

test('[SV17] services neither rename administrators nor speak as them', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  await app.core.admin.grant('anna')
  const id = newUuidV7() as MessageId
  const body = { type: 'text', text: 'official' } as const
  expect(await code(shop.call('service.upsertUser', { externalId: 'shop-1', name: 'Renamed' }))).toBe('forbidden')
  const sent = shop.call('service.sendMessage', { as: 'shop-1', id, chatId: WORLD_CHAT_ID, body })
  expect(await code(sent)).toBe('forbidden')
  expect((await shop.call('service.upsertUser', { externalId: 'shop-1', name: 'Anna' })).created).toBe(false)
})
