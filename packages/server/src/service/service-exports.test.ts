import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { unpack, whyNoArchives } from '../testing/archive'
import { FakeClock } from '../testing/fake-clock'
import { outcome as code } from '../testing/refusal'
import { serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'

const externalId = 'shop-1'

const scene = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs: 60_000 })
  const boss = await app.person('boss', { setup: (await app.core.setupCode.renew()) ?? '' })
  const shop = await serviceOf(app)
  const { user } = await shop.call('service.upsertUser', { externalId, name: 'Anna' })
  const exportUser = () => shop.call('service.exportUser', { externalId })
  /** The server closes idle connections when the clock moves, so this opens another one. */
  const acts = async () =>
    (await (await app.signedIn(boss.me, boss.token)).call('admin.audit', { action: 'user_exported' })).entries
  return { app, boss, shop, clock, user, exportUser, acts, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[SV21] the first call starts an export, and later ones return how it stands', async () => {
  await using it = await scene()
  const { app, acts, exportUser, user } = it
  const at = app.database.now()
  const [first, second] = await Promise.all([exportUser(), exportUser()])
  expect([first, second]).toMatchObject([
    { state: 'building', requestedAt: at },
    { state: 'building', requestedAt: at },
  ])
  await app.core.exports.work.look()
  const ready = await exportUser()
  expect(ready).toMatchObject({ state: 'ready', requestedAt: at, address: expect.any(String) })
  expect(ready.addressUntil).toBeGreaterThan(app.database.now() + limits.exportAddressMs - 1_000)
  expect(ready.addressUntil).toBeLessThanOrEqual(app.database.now() + limits.exportAddressMs)
  expect(await acts()).toMatchObject([{ service: 'Shop', userId: user.id }])
})

test('[SV21] the audit log names each service that receives an export, also of one that the person started', async () => {
  await using it = await scene()
  const { app, acts, exportUser, user } = it
  const desk = await serviceOf(app, { name: 'Desk' })
  await app.core.exports.exports.requestFor(user.id)
  await exportUser()
  expect(await acts()).toEqual([])
  await app.core.exports.work.look()
  for (let call = 0; call < 2; call++) {
    expect(await exportUser()).toMatchObject({ state: 'ready' })
    await desk.call('service.exportUser', { externalId })
  }
  expect(await acts()).toMatchObject([
    { service: 'Desk', userId: user.id },
    { service: 'Shop', userId: user.id },
  ])
})

test.skipIf(whyNoArchives() !== undefined)('[SV21] the address leads to the data of the user', async () => {
  await using it = await scene()
  const { app, exportUser } = it
  await exportUser()
  await app.core.exports.work.look()
  const { address = '' } = await exportUser()
  const { pathname, searchParams } = new URL(address, 'http://parley.test')
  const addressed = await app.core.media.addresses.read(pathname, searchParams)
  const blob = addressed && (await app.blobs.get(addressed.key))
  if (!blob) throw new Error('there is no archive')
  await using archive = await unpack(await blob.slice(0, blob.size))
  expect(await archive.text('profile.json')).toContain('Anna')
})

test('[SV21] a call a day later starts the next export', async () => {
  await using it = await scene()
  const { app, acts, clock, exportUser } = it
  await exportUser()
  await app.core.exports.work.look()
  await clock.leap(limits.exportIntervalMs - 1_000)
  expect(await exportUser()).toMatchObject({ state: 'ready' })
  await clock.advance(1_000)
  expect(await exportUser()).toMatchObject({ state: 'building', requestedAt: app.database.now() })
  expect(await acts()).toHaveLength(2)
})

test('[SV21] unknown, closed and administrators’ accounts are refused, and tokens without the scope', async () => {
  await using it = await scene()
  const { app, boss, shop, exportUser, user, acts } = it
  const others = await serviceOf(app, { scopes: ['users', 'sessions', 'groups', 'messages'] })
  expect(await code(others.call('service.exportUser', { externalId }))).toBe('forbidden')
  expect(await code(shop.call('service.exportUser', { externalId: 'unknown' }))).toBe('not_found')
  const scopes = ['exports'] as const
  expect(await code(boss.call('admin.createServiceToken', { name: 'Mine', scopes: [...scopes] }))).toBe('forbidden')
  await app.core.admin.grant(user.username)
  expect(await code(exportUser())).toBe('forbidden')
  const { user: ben } = await shop.call('service.upsertUser', { externalId: 'shop-2', name: 'Ben' })
  await boss.call('admin.closeUser', { userId: ben.id })
  expect(await code(shop.call('service.exportUser', { externalId: 'shop-2' }))).toBe('account_closed')
  expect(await acts()).toEqual([])
})
