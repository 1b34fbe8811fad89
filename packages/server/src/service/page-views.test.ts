import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { serviceOf } from '../testing/service'
import { TestApp } from '../testing/test-app'
import { selectAccount } from './external-store'

const hourMs = 3_600_000

/** A shop with the user Anna, and a page of it that signs her on each time. */
const startShop = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const shop = await serviceOf(app)
  const { user } = await shop.call('service.upsertUser', { externalId: 'anna', name: 'Anna' })
  const view = async (ttlMs = hourMs) =>
    (await shop.call('service.createSession', { externalId: 'anna', ttlMs })).session.token
  const works = async (token: string) => (await app.core.sessions.authenticate(token)) !== undefined
  /** Signs her in on a device, without the shop. */
  const device = () =>
    app.database.write(async (tx) => {
      const row = await selectAccount(tx.db, 'anna')
      const key = row?.key ?? 0
      await tx.lock({ users: [key] })
      return (
        await app.core.sessions.createSession(tx, { key, id: user.id }, { device: 'phone', address: '192.0.2.7' })
      ).token
    })
  return { clock, view, works, device, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[SV7] sessions of services end only one another, and sessions of devices too', async () => {
  await using shop = await startShop()
  const phone = await shop.device()
  const views: string[] = []
  for (let count = 0; count <= limits.sessionsPerAccount; count++) views.push(await shop.view())
  expect(await Promise.all([phone, ...views.slice(0, 3)].map(shop.works))).toEqual([true, false, true, true])
  for (let count = 0; count < limits.sessionsPerAccount; count++) await shop.device()
  expect(await Promise.all([phone, ...views.slice(1, 3)].map(shop.works))).toEqual([false, true, true])
})

test('[SV7] expired sessions make room before the others', async () => {
  await using shop = await startShop()
  const long = await shop.view(90 * 24 * hourMs)
  for (let count = 1; count < limits.sessionsPerAccount; count++) await shop.view()
  await shop.clock.leap(2 * hourMs)
  for (let count = 1; count < limits.sessionsPerAccount; count++) await shop.view()
  expect(await shop.works(long)).toBe(true)
})
