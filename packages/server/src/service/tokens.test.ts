import { expect, test } from 'bun:test'
import {
  contract,
  limits,
  type MethodName,
  type MethodSpec,
  rates,
  serviceScopes,
  WORLD_CHAT_ID,
} from '@parley/protocol'
import { CalledByService } from '../lib/caller'
import type { Database } from '../storage/database'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { noPeers } from '../testing/no-peers'
import { outcome as code } from '../testing/refusal'
import { callAsService, type Service, serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'

/** How long the shortest token works. */
const LIFE_MS = 60_000
const anna = { externalId: 'shop-1', name: 'Anna' }

test('[SV1] a token does what its scopes permit, and nothing else', async () => {
  await using app = await TestApp.start()
  const users = await serviceOf(app, { scopes: ['users'] })
  await users.call('service.upsertUser', anna)
  expect(await code(users.call('service.createSession', { externalId: 'shop-1', ttlMs: 60_000 }))).toBe('forbidden')
  const sessions = await serviceOf(app, { scopes: ['sessions'] })
  await sessions.call('service.createSession', { externalId: 'shop-1', ttlMs: 60_000 })
  expect(await code(sessions.call('service.upsertUser', anna))).toBe('forbidden')
})

test('[SV1] a token is no session: it calls no method of people or administrators', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  const others = Object.entries(contract).flatMap(([domain, methods]) =>
    Object.entries(methods as Record<string, MethodSpec>)
      .filter(([, { auth }]) => auth === 'user' || auth === 'admin')
      .map(([name]) => `${domain}.${name}` as MethodName),
  )
  for (const method of others)
    expect([method, await code(shop.call(method, {} as never))]).toEqual([method, 'forbidden'])
  expect(await code(app.connect().call('session.open', { token: shop.secret }))).toBe('unauthenticated')
})

test('[SV2] a revoked token ends within a second, also on a node that remembers it and that no message reaches', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  await using other = await TestApp.start({ clock, beside: app })
  const shop = await serviceOf(app)
  const there = () => callAsService(other, shop.secret, ['service.upsertUser', anna])
  await there()
  await app.core.serviceTokens.revoke('command line', shop.id)
  expect(await code(shop.call('service.upsertUser', anna))).toBe('unauthenticated')
  await clock.advance(999)
  expect(await code(there())).toBe('unauthenticated')
})

/** Signs Anna in for a service. */
const signIn = async (app: TestApp, shop: Service, ttlMs = 600_000) => {
  await shop.call('service.upsertUser', anna)
  const { session, user } = await shop.call('service.createSession', { externalId: anna.externalId, ttlMs })
  return { session, person: await app.signedIn(user, session.token) }
}

test('[SV2] the sessions that a token made end with it, with their connections, and no others', async () => {
  await using app = await TestApp.start()
  const [shop, desk] = [await serviceOf(app), await serviceOf(app, { name: 'Desk' })]
  const { person, session } = await signIn(app, shop)
  const other = await signIn(app, desk)
  const bob = await app.person('bob')
  const boss = await app.person('boss', { setup: (await app.core.setupCode.renew()) ?? '' })
  await boss.call('admin.revokeServiceToken', { id: shop.id })
  expect(person.connection.closedWith).toBe(4501)
  expect(await code(app.connect().call('session.open', { token: session.token }))).toBe('unauthenticated')
  const { sessions } = await other.person.call('sessions.list', {})
  expect(sessions.map(({ device }) => device)).toEqual(['Desk'])
  expect(await code(bob.call('accounts.me', {}))).toBe('yes')
})

test('[SV2] another node learns within a second of the sessions that ended with a token', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const place = { node: 'there', peers: noPeers, roles: ['api', 'gateway', 'worker'] as const }
  await using other = await TestApp.start({ clock, beside: app, cluster: place })
  const shop = await serviceOf(app)
  const { session } = await signIn(app, shop)
  expect(await other.core.sessions.authenticate(session.token)).toBeDefined()
  await app.core.serviceTokens.revoke('command line', shop.id)
  await clock.advance(1_000)
  await eventually(async () => (await other.core.sessions.authenticate(session.token)) === undefined)
})

test('[SV2] a revocation ends more sessions than one transaction does', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  const live = () =>
    app.database.read((db) => db.selectFrom('sessions').select('key').where('revoked_at', 'is', null).execute())
  for (let part = 0; part < 3; part++) {
    const users = Array.from({ length: 100 }, (_, at) => ({ externalId: `p-${part}-${at}`, name: 'P' }))
    await shop.call('service.upsertUsers', { users })
    for (const { externalId } of users) await shop.call('service.createSession', { externalId, ttlMs: 600_000 })
  }
  expect(await live()).toHaveLength(300)
  await app.core.serviceTokens.revoke('command line', shop.id)
  expect(await live()).toEqual([])
})

test('[SV2] a token that is revoked while it signs someone in leaves no session', async () => {
  await using app = await TestApp.start()
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  const token = await app.core.serviceTokens.authenticate(shop.secret)
  if (!token) throw new Error('the token does not work')
  const from = { address: '192.0.2.77', device: 'shop', origin: 'http://parley.test' }
  const who = new CalledByService(from, token, async () => true)
  const params = { externalId: anna.externalId, ttlMs: 60_000 }
  const sent = {
    method: 'service.createSession',
    params,
    bytes: 50,
    requestId: 'test',
    transport: 'http',
    who,
  } as const
  // Each call can be refused while the token is being revoked.
  const calls = Promise.allSettled([app.core.calls.call(sent), app.core.calls.call(sent)])
  await app.core.serviceTokens.revoke('command line', shop.id)
  await calls
  const rows = await app.database.read((db) => db.selectFrom('sessions').selectAll().execute())
  expect(rows.filter(({ revoked_at }) => revoked_at === null)).toEqual([])
  // The token is asked about again in the transaction, and after it.
  await expect(app.core.calls.call(sent)).rejects.toMatchObject({ failure: 'unauthenticated' })
})

test('[SV2] a revocation whose second part fails has ended sessions, and can be repeated', async () => {
  const faults = { writes: Number.POSITIVE_INFINITY }
  const wrap = (database: Database): Database => ({
    epoch: database.epoch,
    get waiting() {
      return database.waiting
    },
    reachable: true,
    now: () => database.now(),
    write: (run) => (faults.writes-- > 0 ? database.write(run) : Promise.reject(new Error('the disk is full'))),
    appendMessage: (message) => database.appendMessage(message),
    read: (run) => database.read(run),
    stop: () => database.stop(),
  })
  await using app = await TestApp.start({ wrap })
  const shop = await serviceOf(app)
  const { person } = await signIn(app, shop)
  faults.writes = 1
  await expect(app.core.serviceTokens.revoke('command line', shop.id)).rejects.toThrow('the disk is full')
  expect(person.connection.closedWith).toBe(4501)
  faults.writes = Number.POSITIVE_INFINITY
  await app.database.write(({ db }) => db.updateTable('sessions').set({ revoked_at: null }).execute())
  await app.core.serviceTokens.revoke('command line', shop.id)
  const rows = await app.database.read((db) => db.selectFrom('sessions').selectAll().execute())
  expect(rows.filter(({ revoked_at }) => revoked_at === null)).toEqual([])
})

test('[SV2] housekeeping ends what a node left that died while it revoked a token', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const shop = await serviceOf(app)
  const { session } = await signIn(app, shop)
  await app.database.write(({ db }) => db.updateTable('service_tokens').set({ revoked_at: 1 }).execute())
  await app.core.worker.lookForWork()
  expect(await app.core.sessions.authenticate(session.token)).toBeUndefined()
})

test('[SV7] a session ends when the token expires that made it', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const name = { name: 'Shop', scopes: [...serviceScopes] }
  const { secret, token } = await app.core.serviceTokens.create('command line', {
    ...name,
    forMs: LIFE_MS,
  })
  const call: Service['call'] = (method, params) => callAsService(app, secret, [method, params])
  const { person, session } = await signIn(app, { id: token.id, secret, call }, 2 * LIFE_MS)
  expect(session.expiresAt).toBe(token.expiresAt ?? 0)
  await clock.advance(LIFE_MS + 1_000)
  expect(await app.core.sessions.authenticate(person.token)).toBeUndefined()
})

test('[SV1] administrators make no token that acts as people', async () => {
  await using app = await TestApp.start()
  const admin = await app.person('boss')
  await app.core.admin.grant('boss')
  for (const scope of serviceScopes) {
    const made = code(admin.call('admin.createServiceToken', { name: 'Shop', scopes: ['users', scope] }))
    expect([scope, await made]).toEqual([scope, scope === 'users' ? 'yes' : 'forbidden'])
  }
})

test('[SV2] a token ends at its time', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const { secret, token } = await app.core.serviceTokens.create('command line', {
    ...{ name: 'Shop', scopes: ['users'], forMs: 60_000 },
  })
  const call = () => callAsService(app, secret, ['service.upsertUser', anna])
  await call()
  expect(await app.core.serviceTokens.list()).toMatchObject([{ id: token.id, name: 'Shop', scopes: ['users'] }])
  await clock.advance(60_001)
  expect(await code(call())).toBe('unauthenticated')
  expect(await app.core.serviceTokens.list()).toEqual([])
})

test('[SV3] the last use is noted at most once a minute', async () => {
  const clock = new FakeClock()
  let writes = 0
  await using app = await TestApp.start({
    clock,
    onQuery: ({ sql }) => {
      if (/update "service_tokens"/.test(sql)) writes++
    },
  })
  const shop = await serviceOf(app)
  await shop.call('service.upsertUser', anna)
  await eventually(() => writes === 1)
  for (let at = 0; at < 50; at++) {
    await clock.advance(1_000)
    await shop.call('service.upsertUser', anna)
  }
  expect(writes).toBe(1)
  await clock.advance(20_000)
  await shop.call('service.upsertUser', anna)
  await eventually(() => writes > 1)
  expect(writes).toBe(2)
  const [token] = await app.core.serviceTokens.list()
  expect(token?.lastUsedAt).toBeGreaterThan(token?.createdAt ?? 0)
})

test('[SV3] the database and the log hold no secret, and lists show its beginning', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const { secret, token } = await alice.call('admin.createServiceToken', { name: 'Shop', scopes: ['users'] })
  expect(secret).toMatch(/^parley_svc_[\w-]{43}$/)
  expect(secret.startsWith(token.hint)).toBe(true)
  const rows = await app.database.read((db) => db.selectFrom('service_tokens').selectAll().execute())
  const audited = await alice.call('admin.audit', {})
  expect(JSON.stringify([rows, audited, await alice.call('admin.serviceTokens', {})])).not.toContain(secret.slice(15))
  expect(audited.entries[0]).toMatchObject({
    action: 'service_token_created',
    after: { name: 'Shop', scopes: 'users' },
  })
  await alice.call('admin.revokeServiceToken', { id: token.id })
  await alice.call('admin.revokeServiceToken', { id: token.id })
  const { entries } = await alice.call('admin.audit', { action: 'service_token_revoked' })
  expect(entries).toHaveLength(1)
})

test('[SV4] tokens are limited in number, and each has rates of its own', async () => {
  await using app = await TestApp.start({ rateLimits: true, clock: new FakeClock(Date.now()) })
  const shop = await serviceOf(app)
  const other = await serviceOf(app)
  const alice = await app.person('alice')
  const { burst } = rates.service
  let done = 0
  for (let at = 0; at < burst + 10; at++)
    if ((await code(shop.call('service.upsertUser', anna))) === 'yes') done++
    else break
  expect(done).toBeLessThanOrEqual(burst)
  expect(done).toBeGreaterThan(burst / 2)
  expect(await code(shop.call('service.upsertUser', anna))).toBe('rate_limited')
  expect(await code(other.call('service.upsertUser', anna))).toBe('yes')
  expect((await alice.say(WORLD_CHAT_ID, 'hello')).seq).toBe(1)
  for (let at = 2; at < limits.serviceTokens; at++) await serviceOf(app)
  expect(await code(serviceOf(app))).toBe('too_many')
})
