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
import { FakeClock } from '../testing/fake-clock'
import { outcome as code } from '../testing/refusal'
import { callAsService, serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'

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
  for (let at = 0; at < 50; at++) {
    await shop.call('service.upsertUser', anna)
    await clock.advance(1_000)
  }
  expect(writes).toBe(1)
  await clock.advance(20_000)
  await shop.call('service.upsertUser', anna)
  await clock.advance(0)
  await app.core.serviceTokens.list()
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
  expect(await code(alice.call('admin.revokeServiceToken', { id: token.id }))).toBe('not_found')
  expect((await alice.call('admin.audit', {})).entries[0]).toMatchObject({ action: 'service_token_revoked' })
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
