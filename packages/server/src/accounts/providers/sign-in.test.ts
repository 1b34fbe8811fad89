import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { FakeClock } from '../../testing/fake-clock'
import { enterBy, oidcSettings, sessionBy, stepBy, testProvider, visitProvider } from '../../testing/provider-scene'
import { turnOnSecondFactor } from '../../testing/second-factor'
import { type Refused, TestApp } from '../../testing/test-app'
import { ProviderError } from './provider-problem'

const provider = testProvider()
const password = 'correct horse 5 battery'
const alice = {
  alice: { name: 'Alice Liddell', preferred_username: 'Alice', email: 'alice@example.org', email_verified: true },
}

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused | ProviderError) => (error instanceof ProviderError ? error.problem : error.code),
  )

test('[OI5] a person without an account chooses their names, and enters from then on', async () => {
  await provider().setPeople(alice)
  await using app = await TestApp.start({ oidc: [oidcSettings(provider())] })
  const ticket = await stepBy(app, provider(), { login: 'alice' })
  expect(await app.connect().call('accounts.identityStep', { ticket })).toEqual({
    provider: { name: 'work', title: 'Work', returnsTo: 'https://parley.test/auth/oidc/work/callback' },
    ...{ label: 'alice@example.org', username: 'alice', name: 'Alice Liddell', registration: 'open' },
  })
  const chosen = { ticket, username: 'alice', name: 'Alice' }
  const { user, session } = await app.connect().call('accounts.registerIdentity', chosen)
  expect(user).toMatchObject({ username: 'alice', name: 'Alice', admin: false })
  expect((await app.signedIn(user, session.token)).me.username).toBe('alice')
  // The ticket was used.
  expect(await code(app.connect().call('accounts.registerIdentity', { ...chosen, username: 'other' }))).toBe(
    'ticket_invalid',
  )
  const again = await sessionBy(app, provider(), { login: 'alice' })
  expect(again.user.id).toBe(user.id)
  expect(again.session.token).not.toBe(session.token)
  // The account has no password to guess.
  expect(await code(app.connect().call('accounts.login', { login: 'alice', password: '' }))).toBe('bad_credentials')
})

test('[OI1] two people with the same names at two issuers, or the same address, are two people', async () => {
  await provider().setPeople(alice)
  await using app = await TestApp.start({
    oidc: [oidcSettings(provider()), oidcSettings(provider(), { name: 'other' })],
  })
  const bob = await app.person('bob', { password })
  await provider().setPeople({ bob: { preferred_username: 'bob', email: 'bob@example.org', email_verified: true } })
  // Neither the name nor the address opens an account.
  const ticket = await stepBy(app, provider(), { login: 'bob' })
  expect(await code(app.connect().call('accounts.registerIdentity', { ticket, username: 'bob', name: 'Bob' }))).toBe(
    'username_taken',
  )
  // A refusal leaves the ticket for another name.
  const { user } = await app.connect().call('accounts.registerIdentity', { ticket, username: 'bob2', name: 'Bob' })
  expect(user.id).not.toBe(bob.me.id)
  // Another client of the same issuer names the same person.
  expect((await sessionBy(app, provider(), { login: 'bob', name: 'other' })).user.id).toBe(user.id)
})

test('[OI3] a response works once, for ten minutes, in the browser that began, for its own provider', async () => {
  await provider().setPeople(alice)
  const clock = new FakeClock()
  await using app = await TestApp.start({
    clock,
    oidc: [oidcSettings(provider()), oidcSettings(provider(), { name: 'other' })],
  })
  const { flows } = app.core.providers
  const visit = async () => (await visitProvider(app, provider(), { login: 'alice' })).response
  const used = await visit()
  expect((await flows.finish(used)).person.subject).toBe('alice')
  expect(await code(flows.finish(used))).toBe('flow_over')
  expect(await code(flows.finish({ ...(await visit()), browser: undefined }))).toBe('other_browser')
  expect(await code(flows.finish({ ...(await visit()), browser: 'A'.repeat(43) }))).toBe('other_browser')
  expect(await code(flows.finish({ ...(await visit()), name: 'other' }))).toBe('flow_over')
  const late = await visit()
  await clock.leap(limits.providerFlowMs)
  expect(await code(flows.finish(late))).toBe('flow_over')
  const forged = { name: 'work', query: '?code=stolen&state=guessed', browser: late.browser }
  expect(await code(flows.finish(forged))).toBe('flow_over')
})

test('[OI3] a code of another sign-in fits no state', async () => {
  await provider().setPeople({ ...alice, mallory: {} })
  await using app = await TestApp.start({ oidc: [oidcSettings(provider())] })
  const [own, stolen] = [
    (await visitProvider(app, provider(), { login: 'mallory' })).response,
    (await visitProvider(app, provider(), { login: 'alice' })).response,
  ]
  const query = new URLSearchParams(own.query)
  query.set('code', new URLSearchParams(stolen.query).get('code') ?? '')
  // PKCE: the code belongs to another secret.
  expect(await code(app.core.providers.flows.finish({ ...own, query: `?${query}` }))).toBe('code_refused')
})

test('[OI3] sign-ins that wait are bounded by address, and run out', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock, oidc: [oidcSettings(provider())] })
  const begin = (address: string) =>
    app.core.providers.flows.begin(
      { address, device: 'browser', origin: 'http://parley.test' },
      { name: 'work', back: '/', browser: undefined, proves: undefined },
    )
  for (let begun = 0; begun < limits.providerFlowsPerAddress; begun++) await begin('10.0.0.1')
  expect(await code(begin('10.0.0.1'))).toBe('too_many')
  expect(await code(begin('10.0.0.2'))).toBe('accepted')
  await clock.leap(limits.providerFlowMs + 1)
  // The server's own job may remove them at the same time.
  await app.database.write((tx) => app.core.providers.flows.removeOld(tx, 100))
  expect(await app.database.read((db) => db.selectFrom('provider_flows').select('expires_at').execute())).toEqual([])
  expect(await code(begin('10.0.0.1'))).toBe('accepted')
})

test('[OI3] sign-ins that were given up lock out no network once they have expired', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock, oidc: [oidcSettings(provider())] })
  const begin = (address: string) =>
    app.core.providers.flows.begin(
      { address, device: 'browser', origin: 'http://parley.test' },
      { name: 'work', back: '/', browser: undefined, proves: undefined },
    )
  for (let count = 0; count < limits.providerFlowsPerAddress; count++) await begin('192.0.2.1')
  expect(await code(begin('192.0.2.1'))).toBe('too_many')
  await clock.leap(limits.providerFlowMs + 1)
  await begin('192.0.2.1')
  expect(await app.database.read((db) => db.selectFrom('provider_flows').selectAll().execute())).toHaveLength(1)
})

test('[OI5] the registration mode, reserved names, invitations and approval hold', async () => {
  await provider().setPeople({ ...alice, bob: {}, carol: {} })
  await using app = await TestApp.start({ registration: 'closed', oidc: [oidcSettings(provider())] })
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const register = (ticket: string, more = {}) =>
    app.connect().call('accounts.registerIdentity', { ticket, username: 'alice', name: 'Alice', ...more })
  const ticket = await stepBy(app, provider(), { login: 'alice' })
  expect(await code(register(ticket))).toBe('registration_closed')
  expect(await code(register(ticket, { invite: 'guess' }))).toBe('invite_invalid')
  const { code: invite } = await admin.call('invites.create', {})
  expect(await code(register(ticket, { invite }))).toBe('accepted')
  await admin.call('admin.setRegistration', { registration: 'approval' })
  const waiting = await stepBy(app, provider(), { login: 'bob' })
  expect(await code(register(waiting, { username: 'bob' }))).toBe('approval_required')
  const wanted = { ticket: waiting, username: 'bob', name: 'Bob', note: 'Let me in.' }
  const request = await app.connect().call('accounts.requestIdentity', wanted)
  // The same person asks twice.
  const twice = await stepBy(app, provider(), { login: 'bob' })
  expect(
    await code(app.connect().call('accounts.requestIdentity', { ...wanted, ticket: twice, username: 'bob3' })),
  ).toBe('identity_taken')
  const { requests } = await admin.call('admin.accountRequests', {})
  expect(requests).toMatchObject([{ username: 'bob', note: 'Let me in.' }])
  await admin.call('admin.answerRequests', { ids: requests.map(({ id }) => id), approve: true })
  const { signedIn } = await app.connect().call('accounts.requestState', { ticket: request.ticket })
  expect(signedIn?.user.id).toBe((await sessionBy(app, provider(), { login: 'bob' })).user.id)
})

test('[OI5] a request whose identity has an account by now is gone, and the others are approved', async () => {
  await provider().setPeople({ alice: {}, bob: {} })
  await using app = await TestApp.start({ registration: 'approval', oidc: [oidcSettings(provider())] })
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const door = app.connect()
  for (const login of ['alice', 'bob']) {
    const asked = { ticket: await stepBy(app, provider(), { login }), username: login, name: login, note: '' }
    await door.call('accounts.requestIdentity', asked)
  }
  // Earlier versions kept the request of an identity that was linked meanwhile.
  await app.database.write(async ({ db }) => {
    const { key } = await db.selectFrom('users').select('key').where('username', '=', 'admin').executeTakeFirstOrThrow()
    const subject = { provider: 'work', issuer: provider().issuer, subject: 'alice', label: null }
    await db
      .insertInto('identities')
      .values({ ...subject, user_key: key, created_at: 1, used_at: 1 })
      .execute()
  })
  const { requests } = await admin.call('admin.accountRequests', {})
  const [of, other] = ['alice', 'bob'].map((name) => requests.find(({ username }) => username === name)?.id)
  const ids = requests.map(({ id }) => id)
  const answer = await admin.call('admin.answerRequests', { ids, approve: true })
  expect(answer).toMatchObject({ answered: [other], gone: [of], count: 0 })
})

test('[OI5] a provider can have a mode of its own', async () => {
  await provider().setPeople(alice)
  await using app = await TestApp.start({
    registration: 'closed',
    oidc: [oidcSettings(provider(), { registration: 'open' })],
  })
  const ticket = await stepBy(app, provider(), { login: 'alice' })
  expect(
    await code(app.connect().call('accounts.registerIdentity', { ticket, username: 'alice', name: 'Alice' })),
  ).toBe('accepted')
})

test('[OI6] the second factor still applies, unless the provider is trusted with it', async () => {
  await provider().setPeople(alice)
  const clock = new FakeClock()
  const asks = oidcSettings(provider())
  await using app = await TestApp.start({ clock, oidc: [asks] })
  await using trusting = await TestApp.start({ clock, beside: app, oidc: [{ ...asks, secondFactor: 'trust' }] })
  const carol = await app.person('carol', { password })
  await carol.call('accounts.linkIdentity', { ticket: await stepBy(app, provider(), { login: 'alice' }), password })
  const factor = await turnOnSecondFactor(app, carol, password)
  const entered = await enterBy(app, provider(), { login: 'alice' })
  if (entered.kind !== 'second') throw new Error(entered.kind)
  expect(await code(app.connect().call('accounts.passSecondFactor', { ticket: entered.ticket, code: '000000' }))).toBe(
    'second_factor_invalid',
  )
  const { session } = await app
    .connect()
    .call('accounts.passSecondFactor', { ticket: entered.ticket, code: factor.nextCode() })
  // The session follows the provider, too.
  const rows = await app.database.read((db) => db.selectFrom('provider_sessions').selectAll().execute())
  expect(rows).toHaveLength(1)
  expect(session.current).toBeTrue()
  expect((await sessionBy(trusting, provider(), { login: 'alice' })).user.id).toBe(carol.me.id)
})

test('[OI6] a disabled account, and a blocked network, are refused by name', async () => {
  await provider().setPeople(alice)
  await using app = await TestApp.start({ oidc: [oidcSettings(provider())] })
  const admin = await app.person('admin')
  await app.core.admin.grant('admin')
  const ticket = await stepBy(app, provider(), { login: 'alice' })
  const { user } = await app.connect().call('accounts.registerIdentity', { ticket, username: 'alice', name: 'Alice' })
  await admin.call('admin.blockNetwork', { network: '10.9.0.0/16', forMs: 3_600_000 })
  const blocked = enterBy(app, provider(), { login: 'alice', address: '10.9.1.1' })
  expect(await blocked.catch((error) => error.failure)).toBe('network_blocked')
  await admin.call('admin.setDisabled', { userId: user.id, disabled: true })
  expect(await code(enterBy(app, provider(), { login: 'alice' }))).toBe('account_disabled')
})
