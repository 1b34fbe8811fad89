import { expect, test } from 'bun:test'
import type { SessionId } from '@parley/protocol'
import { eventually } from '../../testing/eventually'
import { FakeClock } from '../../testing/fake-clock'
import { freePort } from '../../testing/free-port'
import { oidcSettings, stepBy, testProvider } from '../../testing/provider-scene'
import { type Person, type Refused, TestApp } from '../../testing/test-app'

const provider = testProvider()
const minuteMs = 60_000

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

const start = async (more: Record<string, string> = {}) => {
  await provider().setPeople({ alice: { groups: ['chat-admins'] }, bob: {} })
  const clock = new FakeClock()
  const settings = oidcSettings(provider(), { refresh_minutes: '15', ...more })
  const app = await TestApp.start({ clock, oidc: [settings] })
  const register = async (login: string): Promise<Person> => {
    const ticket = await stepBy(app, provider(), { login })
    const { user, session } = await app
      .connect()
      .call('accounts.registerIdentity', { ticket, username: login, name: login })
    return app.signedIn(user, session.token)
  }
  const rows = () => app.database.read((db) => db.selectFrom('provider_sessions').selectAll().execute())
  const { watch } = app.core.providers
  const later = async (ms: number) => {
    await clock.leap(ms)
    await watch.look()
  }
  /** The server closes idle connections when the clock moves, so a new connection shows whether the session still works. */
  const isIn = async ({ me, token }: Person) => (await code(app.signedIn(me, token))) === 'accepted'
  return {
    app,
    clock,
    isIn,
    settings,
    register,
    rows,
    later,
    watch,
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('[OI8] an account that the provider disabled is signed out at the next check', async () => {
  await using scene = await start()
  const { register, rows, later, isIn } = scene
  const [alice, bob] = [await register('alice'), await register('bob')]
  expect(await rows()).toHaveLength(2)
  await later(16 * minuteMs)
  expect(await isIn(alice)).toBeTrue()
  await provider().setPeople({ bob: {} })
  await later(16 * minuteMs)
  expect(await isIn(alice)).toBeFalse()
  expect(await isIn(bob)).toBeTrue()
  expect(await rows()).toHaveLength(1)
})

test('[OI8] a refresh token is stored encrypted, with a key that is not in the database', async () => {
  await using scene = await start()
  const { app, register, rows, settings, clock, isIn } = scene
  const alice = await register('alice')
  const [row] = await rows()
  expect(row?.refresh_token?.byteLength).toBeGreaterThan(40)
  // The node that can read it must not ask first.
  await app.core.providers.watch.stop()
  // With another secret, no node can read it: the session ends.
  await using other = await TestApp.start({
    clock,
    beside: app,
    oidc: [{ ...settings, clientSecret: () => 'a new secret' }],
  })
  await clock.leap(16 * minuteMs)
  await other.core.providers.watch.look()
  // The other node learns of it within a second, without a bus here.
  await eventually(async () => {
    await clock.advance(500)
    return !(await isIn(alice))
  })
})

test('[OI8] a provider that is down ends nothing, and is asked again later and later', async () => {
  await using scene = await start()
  const { app, register, rows, settings, clock, isIn } = scene
  const alice = await register('alice')
  const issuer = `http://127.0.0.1:${await freePort()}`
  await app.core.providers.watch.stop()
  await using cut = await TestApp.start({ clock, beside: app, oidc: [{ ...settings, issuer }] })
  // Its key depends on the issuer: the token of the real one is encrypted again.
  const token = cut.core.providers.follow.stored('work', 'a token')
  await app.database.write(({ db }) => db.updateTable('provider_sessions').set({ refresh_token: token }).execute())
  const pauses: number[] = []
  for (let tries = 0; tries < 3; tries++) {
    const [before] = await rows()
    await clock.leap((before?.check_at ?? 0) - app.database.now() + 1)
    await cut.core.providers.watch.look()
    const [after] = await rows()
    pauses.push(Math.round(((after?.check_at ?? 0) - app.database.now()) / minuteMs))
    expect(after?.failures).toBeGreaterThan(before?.failures ?? 0)
  }
  expect(pauses).toEqual([1, 2, 4])
  expect(await isIn(alice)).toBeTrue()
})

test('[OI8] a session without a refresh token ends at its greatest age', async () => {
  await using scene = await start({ scopes: 'openid', session_hours: '2' })
  const { register, rows, later, isIn } = scene
  const alice = await register('alice')
  expect(await rows()).toMatchObject([{ refresh_token: null }])
  await later(110 * minuteMs)
  expect(await isIn(alice)).toBeTrue()
  await later(11 * minuteMs)
  expect(await isIn(alice)).toBeFalse()
})

test('a session that ended leaves no token', async () => {
  await using scene = await start()
  const { register, rows, later } = scene
  const alice = await register('alice')
  await alice.call('accounts.logout', {})
  await later(16 * minuteMs)
  expect(await rows()).toEqual([])
})

test('[OI7] groups make administrators and take it away, at sign-ins and checks, and the last one stays', async () => {
  await using scene = await start({ admin_group: 'chat-admins' })
  const { app, register, later } = scene
  const root = await app.person('root')
  await app.core.admin.grant('root')
  const isAdmin = async ({ me, token }: Person) =>
    (await (await app.signedIn(me, token)).call('accounts.me', {})).user.admin
  const [alice, bob] = [await register('alice'), await register('bob')]
  expect([await isAdmin(alice), await isAdmin(bob)]).toEqual([true, false])
  expect(alice.me.admin).toBeTrue()
  const { entries } = await root.call('admin.audit', { action: 'admin_by_group' })
  expect(entries).toMatchObject([
    { userId: alice.me.id, before: { administrator: false }, after: { administrator: true, provider: 'work' } },
  ])
  await provider().setPeople({ alice: { groups: [] }, bob: { groups: ['chat-admins'] } })
  await later(16 * minuteMs)
  expect([await isAdmin(alice), await isAdmin(bob)]).toEqual([false, true])
  await app.core.admin.changeAccountOf('root', 'closed')
  await provider().setPeople({ alice: { groups: [] }, bob: {} })
  await later(16 * minuteMs)
  expect(await isAdmin(bob)).toBeTrue()
})

test('[OI7] an account that is restored has what its groups say by now', async () => {
  await using scene = await start({ admin_group: 'chat-admins' })
  const { app, register } = scene
  await app.person('root')
  await app.core.admin.grant('root')
  expect((await register('alice')).me.admin).toBeTrue()
  await app.core.admin.changeAccountOf('alice', 'closed')
  await provider().setPeople({ alice: { groups: [] } })
  const ticket = await stepBy(app, provider(), { login: 'alice' })
  expect((await app.connect().call('accounts.restoreIdentity', { ticket })).user.admin).toBeFalse()
})

test('[OI8] one node at a time asks', async () => {
  await using scene = await start()
  const { app, clock, register, settings, isIn } = scene
  await using other = await TestApp.start({
    clock,
    beside: app,
    oidc: [settings],
  })
  const alice = await register('alice')
  const nodes = [app, other].map(({ core }) => core.providers.watch)
  for (let round = 0; round < 3; round++) {
    await app.database.write(({ db }) => db.updateTable('provider_sessions').set({ check_at: 1 }).execute())
    // The provider gives a new token each time, and the second use of an old one would end the session.
    await Promise.all(nodes.map((watch) => watch.look()))
  }
  expect(await isIn(alice)).toBeTrue()
})

test('a session is checked only while it is open', async () => {
  await using scene = await start()
  const { app, register } = scene
  const alice = await register('alice')
  const { session } = await alice.call('accounts.me', {})
  const isOpen = (id: SessionId) => app.database.read((db) => app.core.sessions.isOpen(db, id))
  expect(await isOpen(session.id)).toBeTrue()
  await alice.call('accounts.logout', {})
  expect(await isOpen(session.id)).toBeFalse()
})
