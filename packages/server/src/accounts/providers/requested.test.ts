import { expect, test } from 'bun:test'
import { FakeClock } from '../../testing/fake-clock'
import { oidcSettings, sessionBy, stepBy, testProvider } from '../../testing/provider-scene'
import { type Person, TestApp } from '../../testing/test-app'

const provider = testProvider()
const password = 'tidal fox lamp 9'

/** A server where administrators approve accounts, and whose provider's groups make administrators. */
const start = async () => {
  await provider().setPeople({ alice: { groups: ['chat-admins'] }, bob: {} })
  const clock = new FakeClock()
  const settings = oidcSettings(provider(), { refresh_minutes: '15', admin_group: 'chat-admins' })
  const app = await TestApp.start({ clock, registration: 'approval', oidc: [settings] })
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const step = (login: string) => stepBy(app, provider(), { login })
  const request = async (login: string) => {
    const wanted = { ticket: await step(login), username: login, name: login, note: '' }
    return (await app.connect().call('accounts.requestIdentity', wanted)).ticket
  }
  const approve = async () => {
    const { requests } = await admin.call('admin.accountRequests', {})
    return admin.call('admin.answerRequests', { ids: requests.map(({ id }) => id), approve: true })
  }
  const enter = async (ticket: string): Promise<Person> => {
    const { signedIn } = await app.connect().call('accounts.requestState', { ticket })
    if (!signedIn) throw new Error('the request was not approved')
    return app.signedIn(signedIn.user, signedIn.session.token)
  }
  const isIn = async ({ token }: Person) => (await app.core.sessions.authenticate(token)) !== undefined
  const waiting = async () => (await admin.call('admin.accountRequests', {})).count
  const look = async (ms: number) => {
    await clock.leap(ms)
    await app.core.providers.watch.look()
  }
  return {
    ...{ app, admin, clock, step, request, approve, enter, isIn, waiting, look },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

test('[OI7] an approved request makes an administrator by the group that the provider named', async () => {
  await using scene = await start()
  const { admin, approve, enter, request } = scene
  const tickets = [await request('alice'), await request('bob')]
  await approve()
  const [alice, bob] = [await enter(tickets[0] ?? ''), await enter(tickets[1] ?? '')]
  expect([alice.me.admin, bob.me.admin]).toEqual([true, false])
  const { entries } = await admin.call('admin.audit', { action: 'admin_by_group' })
  expect(entries).toMatchObject([{ userId: alice.me.id, after: { administrator: true, provider: 'work' } }])
})

test('[OI8] the first session of an approved request follows the provider, which is asked at once', async () => {
  await using scene = await start()
  const { app, approve, enter, isIn, look, request } = scene
  const tickets = [await request('alice'), await request('bob')]
  // While the requests wait, the provider takes the group from one person, and disables the other.
  await provider().setPeople({ alice: { groups: [] } })
  await approve()
  const [alice, bob] = [await enter(tickets[0] ?? ''), await enter(tickets[1] ?? '')]
  await look(10_000)
  expect([await isIn(alice), await isIn(bob)]).toEqual([true, false])
  expect((await (await app.signedIn(alice.me, alice.token)).call('accounts.me', {})).user.admin).toBeFalse()
  await provider().setPeople({})
  await look(16 * 60_000)
  expect(await isIn(alice)).toBeFalse()
})

test('[OI5] a sign-up through the provider withdraws the request of the same identity, with its username', async () => {
  await using scene = await start()
  const { admin, app, request, step, waiting } = scene
  const waits = await request('bob')
  await admin.call('admin.setRegistration', { registration: 'open' })
  const chosen = { ticket: await step('bob'), username: 'bob', name: 'Bob' }
  const { user } = await app.connect().call('accounts.registerIdentity', chosen)
  expect(user.username).toBe('bob')
  expect(await app.connect().call('accounts.requestState', { ticket: waits })).toEqual({ state: 'over' })
  expect(await waiting()).toBe(0)
  expect(admin.connection.events('admin.requests').at(-1)).toEqual({ count: 0 })
})

test('[OI5] a sign-up that fails withdraws nothing', async () => {
  await using scene = await start()
  const { admin, app, request, step, waiting } = scene
  await request('bob')
  await admin.call('admin.setRegistration', { registration: 'open' })
  const taken = { ticket: await step('bob'), username: 'admin', name: 'Bob' }
  await expect(app.connect().call('accounts.registerIdentity', taken)).rejects.toMatchObject({ code: 'username_taken' })
  expect(await waiting()).toBe(1)
})

test('[OI5] linking an identity withdraws its request', async () => {
  await using scene = await start()
  const { admin, app, request, step, waiting } = scene
  await request('bob')
  await admin.call('admin.setRegistration', { registration: 'open' })
  const carol = await app.person('carol', { password })
  await carol.call('accounts.linkIdentity', { ticket: await step('bob'), password })
  expect(await waiting()).toBe(0)
  expect((await sessionBy(app, provider(), { login: 'bob' })).user.id).toBe(carol.me.id)
})
