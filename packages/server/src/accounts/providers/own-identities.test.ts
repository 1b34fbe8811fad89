import { expect, test } from 'bun:test'
import { addPasskey } from '../../testing/authenticator'
import { eventually } from '../../testing/eventually'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { enterBy, oidcSettings, sessionBy, stepBy, testProvider, visitProvider } from '../../testing/provider-scene'
import { turnOnSecondFactor } from '../../testing/second-factor'
import { type Person, type Refused, TestApp, type TestAppOptions } from '../../testing/test-app'
import { ProviderError } from './provider-problem'

const provider = testProvider()
const password = 'correct horse 5 battery'
const people = {
  alice: { name: 'Alice', email: 'alice@example.org', email_verified: true },
  bob: { name: 'Bob', email: 'alice@example.org', email_verified: false },
}

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused | ProviderError) => (error instanceof ProviderError ? error.problem : error.code),
  )

const start = async ({ link = 'never', ...options }: TestAppOptions & { readonly link?: string } = {}) => {
  await provider().setPeople(people)
  const app = await TestApp.start({ oidc: [oidcSettings(provider(), { link })], ...options })
  const step = (login: string) => stepBy(app, provider(), { login })
  const register = async (login: string, username = login): Promise<Person> => {
    const chosen = { ticket: await step(login), username, name: login }
    const { user, session } = await app.connect().call('accounts.registerIdentity', chosen)
    return app.signedIn(user, session.token)
  }
  /** Gets a proof: the provider asks the owner again. */
  const prove = async (person: Person, login: string) => {
    const row = await app.database.read((db) =>
      db.selectFrom('users').select('key').where('username', '=', person.me.username).executeTakeFirstOrThrow(),
    )
    const { response } = await visitProvider(app, provider(), { login, proves: { userKey: row.key } })
    const { person: proven, provesKey = 0 } = await app.core.providers.flows.finish(response)
    return app.core.providers.signIns.prove(provesKey, { provider: 'work', person: proven })
  }
  return { app, step, register, prove, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

/** Confirms an address of a person. */
const confirm = async (app: TestApp, person: Person, email: string) => {
  await person.call('accounts.setEmail', { email, password })
  await person.call('accounts.verifyEmail', { code: mailedCode((await app.mails()).at(-1)) ?? '' })
}

test('[OI2] only the owner links an account, with the password, and gets a mail', async () => {
  await using scene = await start()
  const { app, step } = scene
  const carol = await app.person('carol', { password })
  await confirm(app, carol, 'carol@example.org')
  const ticket = await step('alice')
  expect(await code(carol.call('accounts.linkIdentity', { ticket, password: 'wrong' }))).toBe('bad_credentials')
  const own = await carol.call('accounts.linkIdentity', { ticket, password })
  expect(own).toMatchObject({
    hasPassword: true,
    identities: [{ provider: 'work', title: 'Work', label: 'alice@example.org' }],
  })
  expect(await code(carol.call('accounts.linkIdentity', { ticket, password }))).toBe('ticket_invalid')
  expect((await app.mails()).at(-1)).toContain('A new way to sign in')
  expect((await sessionBy(app, provider(), { login: 'alice' })).user.id).toBe(carol.me.id)
})

test('[OI1] an identity opens one account', async () => {
  await using scene = await start()
  const { app, register, step } = scene
  const ticket = await step('alice')
  await register('alice')
  const carol = await app.person('carol', { password })
  expect(await code(carol.call('accounts.linkIdentity', { ticket, password }))).toBe('identity_taken')
})

test('[OI2] the last way in stays, and sessions of a removed one end', async () => {
  await using scene = await start()
  const { app, prove, register, step } = scene
  const alice = await register('alice')
  const [first] = (await alice.call('accounts.identities', {})).identities
  const proof = await prove(alice, 'alice')
  expect(await code(alice.call('accounts.unlinkIdentity', { id: first?.id ?? 0, password: proof }))).toBe(
    'last_sign_in',
  )
  await alice.call('accounts.linkIdentity', { ticket: await step('bob'), password: proof })
  const other = await sessionBy(app, provider(), { login: 'bob' })
  const door = await app.signedIn(other.user, other.session.token)
  const second = (await alice.call('accounts.identities', {})).identities.at(-1)
  const left = await alice.call('accounts.unlinkIdentity', { id: second?.id ?? 0, password: proof })
  expect(left.identities).toHaveLength(1)
  await eventually(() => door.connection.closedWith !== undefined)
  // The caller's own session stays.
  expect(await code(alice.call('accounts.me', {}))).toBe('accepted')
  expect(await code(alice.call('accounts.unlinkIdentity', { id: 999, password: proof }))).toBe('not_found')
})

test('[OI2] links to providers that are no longer configured are no way in, and the last passkey stays without another', async () => {
  await using scene = await start()
  const { app, prove, register } = scene
  const alice = await register('alice')
  const [linked] = (await alice.call('accounts.identities', {})).identities
  await app.database.write(async ({ db }) => {
    const { user_key } = await db.selectFrom('identities').select('user_key').executeTakeFirstOrThrow()
    const former = { provider: 'former', issuer: 'https://former.example', subject: '1', label: 'alice' }
    await db
      .insertInto('identities')
      .values({ ...former, user_key, created_at: 1, used_at: 1 })
      .execute()
  })
  const proof = await prove(alice, 'alice')
  const removal = { id: linked?.id ?? 0, password: proof }
  expect(await code(alice.call('accounts.unlinkIdentity', removal))).toBe('last_sign_in')
  const first = await addPasskey(app, alice, { password: proof })
  const second = await addPasskey(app, alice, { password: proof })
  await app.database.write(({ db }) => db.deleteFrom('identities').where('provider', '=', 'work').execute())
  const remove = ({ passkey: { id: passkeyId } }: typeof first) =>
    code(alice.call('accounts.removePasskey', { passkeyId, password: proof }))
  expect([await remove(first), await remove(second)]).toEqual(['accepted', 'last_sign_in'])
  expect((await alice.call('accounts.passkeys', {})).passkeys.map(({ id }) => id)).toEqual([second.passkey.id])
})

test('[OI2] sessions of a removed identity end, even those that nothing else ends', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock, oidc: [oidcSettings(provider(), { scopes: 'openid profile email' })] })
  const carol = await app.person('carol', { password })
  await carol.call('accounts.linkIdentity', { ticket: await stepBy(app, provider(), { login: 'bob' }), password })
  const [one] = (await carol.call('accounts.identities', {})).identities
  const other = await sessionBy(app, provider(), { login: 'bob' })
  // No token to ask with, and no greatest age: the session stays for as long as its link.
  await clock.leap(50 * 60 * 60_000)
  await app.core.providers.watch.look()
  expect(await code(app.signedIn(other.user, other.session.token))).toBe('accepted')
  const again = await app.signedIn(carol.me, carol.token)
  await again.call('accounts.unlinkIdentity', { id: one?.id ?? 0, password })
  expect(await code(app.signedIn(other.user, other.session.token))).not.toBe('accepted')
})

test('[OI2] linking takes a code of the second factor, if that is on', async () => {
  await using scene = await start()
  const carol = await scene.app.person('carol', { password })
  const factor = await turnOnSecondFactor(scene.app, carol, password)
  const linking = { ticket: await scene.step('alice'), password }
  expect(await code(carol.call('accounts.linkIdentity', linking))).toBe('second_factor_invalid')
  expect(await code(carol.call('accounts.linkIdentity', { ...linking, code: '000000' }))).toBe('second_factor_invalid')
  const own = await carol.call('accounts.linkIdentity', { ...linking, code: factor.nextCode() })
  expect(own.identities).toHaveLength(1)
})

test('[OI10] an account without a password takes the proof of its provider, for ten minutes', async () => {
  const clock = new FakeClock()
  await using scene = await start({ clock })
  const { app, prove, register } = scene
  const born = await register('alice')
  const newPassword = 'seven paper boats ashore'
  for (const guess of ['', 'none', password])
    expect(await code(born.call('accounts.changePassword', { password: guess, newPassword }))).toBe('bad_credentials')
  const late = await prove(born, 'alice')
  await clock.leap(10 * 60_000)
  // The server closed the idle connection when the clock moved.
  const alice = await app.signedIn(born.me, born.token)
  expect(await code(alice.call('accounts.changePassword', { password: late, newPassword }))).toBe('bad_credentials')
  // The proof is no way to sign in.
  const proof = await prove(alice, 'alice')
  expect(await code(app.connect().call('accounts.login', { login: 'alice', password: proof }))).toBe('bad_credentials')
  expect(await code(prove(alice, 'bob'))).toBe('other_account')
  await alice.call('accounts.changePassword', { password: proof, newPassword })
  expect(await alice.call('accounts.identities', {})).toMatchObject({ hasPassword: true })
  expect(await code(app.connect().call('accounts.login', { login: 'alice', password: newPassword }))).toBe('accepted')
  // From now on, the password proves the owner.
  expect(await code(prove(alice, 'alice'))).toBe('other_account')
})

test('[OI10] with passwords off, the proof of a provider takes the place of a password that no longer works', async () => {
  await using scene = await start({ passwords: false })
  const alice = await scene.register('alice')
  await scene.app.database.write(async ({ db }) => {
    const password_hash = await scene.app.core.passwords.hash(password)
    await db.updateTable('users').set({ password_hash }).where('username', '=', 'alice').execute()
  })
  expect(await alice.call('accounts.identities', {})).toMatchObject({ hasPassword: false })
  await alice.call('accounts.export', { password: await scene.prove(alice, 'alice') })
})

test('[OI1] an address links only what the provider and the account have both confirmed, where the settings say so', async () => {
  await using scene = await start({ link: 'verified_email' })
  const { app } = scene
  const carol = await app.person('carol', { password })
  expect((await enterBy(app, provider(), { login: 'alice' })).kind).toBe('step')
  await confirm(app, carol, 'Alice@Example.org')
  // The provider doesn't vouch for this one.
  expect((await enterBy(app, provider(), { login: 'bob' })).kind).toBe('step')
  await provider().setPeople({ bob: { email: 'alice@example.org', email_verified: 'true' }, alice: people.alice })
  expect((await enterBy(app, provider(), { login: 'bob' })).kind).toBe('step')
  expect((await sessionBy(app, provider(), { login: 'alice' })).user.id).toBe(carol.me.id)
  expect((await app.mails()).at(-1)).toContain('A new way to sign in')
})

test('[OI1] an identity that its owner removed is linked again only by the owner', async () => {
  await using scene = await start({ link: 'verified_email' })
  const { app, step } = scene
  const carol = await app.person('carol', { password })
  await confirm(app, carol, 'alice@example.org')
  await sessionBy(app, provider(), { login: 'alice' })
  const remove = async () => {
    const { identities } = await carol.call('accounts.identities', {})
    await carol.call('accounts.unlinkIdentity', { id: identities[0]?.id ?? 0, password })
  }
  await remove()
  for (let round = 0; round < 2; round++) expect((await enterBy(app, provider(), { login: 'alice' })).kind).toBe('step')
  expect((await carol.call('accounts.identities', {})).identities).toEqual([])
  await carol.call('accounts.linkIdentity', { ticket: await step('alice'), password })
  expect((await sessionBy(app, provider(), { login: 'alice' })).user.id).toBe(carol.me.id)
  await remove()
  expect((await enterBy(app, provider(), { login: 'alice' })).kind).toBe('step')
})

test('[OI1] an address links nothing by default', async () => {
  await using scene = await start()
  const { app } = scene
  const carol = await app.person('carol', { password })
  await confirm(app, carol, 'alice@example.org')
  expect((await enterBy(app, provider(), { login: 'alice' })).kind).toBe('step')
})

test('[OI6] a closed account is restored through its provider', async () => {
  await using scene = await start()
  const { app, prove, register, step } = scene
  const alice = await register('alice')
  await alice.call('accounts.close', { password: await prove(alice, 'alice') })
  const ticket = await step('alice')
  expect(await app.connect().call('accounts.identityStep', { ticket })).toMatchObject({
    restorableUntil: expect.any(Number),
  })
  expect(await code(app.connect().call('accounts.registerIdentity', { ticket, username: 'alice2', name: 'A' }))).toBe(
    'identity_taken',
  )
  const { user } = await app.connect().call('accounts.restoreIdentity', { ticket })
  expect(user.id).toBe(alice.me.id)
  expect((await sessionBy(app, provider(), { login: 'alice' })).user.id).toBe(alice.me.id)
})

test('an erased account leaves no identity', async () => {
  const clock = new FakeClock()
  await using scene = await start({ clock, restoreMs: 0 })
  const { app, prove, register } = scene
  const alice = await register('alice')
  await alice.call('accounts.close', { password: await prove(alice, 'alice') })
  await eventually(async () => {
    await app.core.worker.lookForWork()
    const rows = await app.database.read((db) => db.selectFrom('identities').selectAll().execute())
    return rows.length === 0
  })
  expect(await app.database.read((db) => db.selectFrom('provider_sessions').selectAll().execute())).toEqual([])
})

test('[OI9] without passwords, the setup link makes the first administrator through a provider', async () => {
  await using scene = await start({ passwords: false })
  const { app, step } = scene
  const stranger = app.connect()
  expect(await stranger.call('accounts.policy', {})).toMatchObject({
    passwordsOff: true,
    providers: [{ name: 'work', title: 'Work' }],
  })
  const account = { username: 'carol', password, name: 'Carol' }
  const refused = [
    stranger.call('accounts.register', account),
    stranger.call('accounts.requestAccount', account),
    stranger.call('accounts.login', { login: 'carol', password }),
    stranger.call('accounts.restore', { login: 'carol', password }),
    stranger.call('accounts.recover', { login: 'carol' }),
    stranger.call('accounts.resetPassword', { code: 'x', newPassword: password }),
  ]
  expect(await Promise.all(refused.map(code))).toEqual(refused.map(() => 'passwords_off'))
  const setup = (await app.core.setupCode.renew()) ?? ''
  const ticket = await step('alice')
  expect(
    await code(stranger.call('accounts.registerIdentity', { ticket, username: 'alice', name: 'Alice', setup: 'x' })),
  ).toBe('setup_invalid')
  const { user } = await stranger.call('accounts.registerIdentity', { ticket, username: 'alice', name: 'Alice', setup })
  expect(user.admin).toBeTrue()
  expect(await app.core.setupCode.renew()).toBeUndefined()
})
