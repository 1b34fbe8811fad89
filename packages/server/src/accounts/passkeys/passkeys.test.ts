import { expect, test } from 'bun:test'
import { limits, newUuidV7, type PasskeyId } from '@parley/protocol'
import { type Algorithm, addPasskey, signInByPasskey, TestAuthenticator, usePasskey } from '../../testing/authenticator'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { turnOnSecondFactor } from '../../testing/second-factor'
import { type Person, type Refused, TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** Carol has two devices and a confirmed address. */
const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const carol = await app.person('carol', { password })
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password, language: 'en' })
  await carol.call('accounts.verifyEmail', { code: mailedCode((await app.mails()).at(-1)) ?? '' })
  const { user, session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const phone = await app.signedIn(user, session.token)
  const before = (await app.mails()).length
  const subjects = async () =>
    (await app.mails()).slice(before).map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1] ?? mail)
  const end = { [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  return { app, clock, carol, phone, subjects, ...end }
}

/** The numbers of passkeys that a device received. */
const told = ({ connection }: Person) =>
  connection.events('user.delta').flatMap(({ me }) => (me ? [me.passkeys ?? 0] : []))

test('a passkey gives a proof that takes the place of the password for ten minutes, and the password stays', async () => {
  await using scene = await start()
  const { app, carol, clock } = scene
  const { device } = await addPasskey(app, carol, { password })
  const prove = async (person: Person, by = device) =>
    person.call('accounts.proveByPasskey', { credential: await usePasskey(app, by) })
  const bob = await app.person('bob', { password })
  expect(await code(prove(bob))).toBe('passkey_invalid')
  const [first, { proof }] = [await prove(carol), await prove(carol)]
  expect(await code(carol.call('accounts.removeEmail', { password: first.proof }))).toBe('bad_credentials')
  expect(await code(carol.call('accounts.removeEmail', { password: proof }))).toBe('accepted')
  expect(await code(app.connect().call('accounts.login', { login: 'carol', password: proof }))).toBe('bad_credentials')
  expect(await code(app.connect().call('accounts.login', { login: 'carol', password }))).toBe('accepted')
  expect(await code(carol.call('accounts.export', { password }))).toBe('accepted')
  await clock.leap(10 * 60_000)
  const later = await app.signedIn(carol.me, carol.token)
  expect(await code(later.call('accounts.exportAddress', { password: proof }))).toBe('bad_credentials')
})

test.each<[string, Algorithm, boolean]>([
  ['P-256', -7, false],
  ['Ed25519', -8, false],
  ['RSA', -257, false],
  ['synced, without a counter', -7, true],
])('a passkey (%s) signs in again and again, and its account needs no name', async (_kind, alg, isSynced) => {
  await using scene = await start()
  const { app, carol } = scene
  const { device, passkey } = await addPasskey(app, carol, {
    password,
    device: new TestAuthenticator({ alg, isSynced }),
  })
  expect(passkey).toEqual({
    id: passkey.id,
    name: 'test',
    rpId: 'parley.test',
    synced: isSynced,
    createdAt: app.database.now(),
  })
  for (let times = 0; times < 3; times++) {
    const { user, session } = await signInByPasskey(app, device)
    expect(user).toMatchObject({ id: carol.me.id, passkeys: 1 })
    expect((await app.signedIn(user, session.token)).me.username).toBe('carol')
  }
  const { passkeys, rpId } = await carol.call('accounts.passkeys', {})
  expect([passkeys, rpId]).toEqual([[{ ...passkey, lastUsedAt: app.database.now() }], 'parley.test'])
})

test('adding, renaming and removing passkeys reaches other devices, and the address where it matters', async () => {
  await using scene = await start()
  const { app, carol, phone, subjects } = scene
  expect(await code(carol.call('accounts.setUpPasskey', { password: 'a guess' }))).toBe('bad_credentials')
  expect(await code(carol.call('accounts.setUpPasskey', {}))).toBe('bad_credentials')
  const { device, passkey } = await addPasskey(app, carol, { password })
  const { passkey: second } = await addPasskey(app, carol, { password })
  const named = await carol.call('accounts.renamePasskey', { passkeyId: second.id, name: 'Blue key' })
  expect(named).toEqual({ ...second, name: 'Blue key' })
  const unknown = newUuidV7() as PasskeyId
  expect(await code(carol.call('accounts.renamePasskey', { passkeyId: unknown, name: 'x' }))).toBe('not_found')
  expect(await code(carol.call('accounts.removePasskey', { passkeyId: passkey.id, password: 'a guess' }))).toBe(
    'bad_credentials',
  )
  expect(await carol.call('accounts.removePasskey', { passkeyId: passkey.id, password })).toEqual({})
  expect(await carol.call('accounts.removePasskey', { passkeyId: passkey.id, password })).toEqual({})
  expect(told(phone)).toEqual([1, 2, 2, 1])
  expect(await code(signInByPasskey(app, device))).toBe('passkey_invalid')
  expect((await carol.call('accounts.passkeys', {})).passkeys).toEqual([named])
  expect(await subjects()).toEqual([
    ...['A passkey was added to your account on Parley', 'A passkey was added to your account on Parley'],
    'A passkey was removed from your account on Parley',
  ])
  expect(phone.connection.closedWith).toBeUndefined()
})

test('a passkey replaces the second factor at a sign-in, and a new one takes a code of it', async () => {
  await using scene = await start()
  const { app, carol } = scene
  const factor = await turnOnSecondFactor(app, carol, password)
  expect(await code(carol.call('accounts.setUpPasskey', { password }))).toBe('second_factor_invalid')
  expect(await code(carol.call('accounts.setUpPasskey', { password, code: '000000' }))).toBe('second_factor_invalid')
  const { device, passkey } = await addPasskey(app, carol, { password, code: factor.nextCode() })
  expect(await code(app.connect().call('accounts.login', { login: 'carol', password }))).toBe('second_factor_required')
  expect((await signInByPasskey(app, device)).user.secondFactor?.recoveryCodesLeft).toBe(10)
  // In place of the password and the code.
  const options = await carol.call('accounts.setUpPasskey', { credential: await usePasskey(app, device) })
  expect(options.excludeCredentials).toHaveLength(1)
  const other = new TestAuthenticator()
  await carol.call('accounts.addPasskey', { credential: await other.create(options, app.origin), name: 'Spare' })
  const proof = await usePasskey(app, other)
  await carol.call('accounts.removePasskey', { passkeyId: passkey.id, credential: proof })
  expect((await carol.call('accounts.passkeys', {})).passkeys.map(({ name }) => name)).toEqual(['Spare'])
  expect(await code(carol.call('accounts.setUpPasskey', { credential: proof }))).toBe('passkey_invalid')
})

test('the passkey of another account proves nothing', async () => {
  await using scene = await start()
  const { app, carol } = scene
  const bob = await app.person('bobby', { password })
  const { device } = await addPasskey(app, bob, { password })
  const { passkey } = await addPasskey(app, carol, { password })
  const credential = () => usePasskey(app, device)
  expect(await code(carol.call('accounts.setUpPasskey', { credential: await credential() }))).toBe('passkey_invalid')
  const removal = { passkeyId: passkey.id, credential: await credential() }
  expect(await code(carol.call('accounts.removePasskey', removal))).toBe('passkey_invalid')
  expect(await code(bob.call('accounts.renamePasskey', { passkeyId: passkey.id, name: 'x' }))).toBe('not_found')
  await bob.call('accounts.removePasskey', { passkeyId: passkey.id, password })
  expect((await carol.call('accounts.passkeys', {})).passkeys).toHaveLength(1)
})

test('options for a new passkey work once, in their session, for ten minutes and with the same password', async () => {
  await using scene = await start()
  const { app, clock, phone } = scene
  let { carol } = scene
  const device = new TestAuthenticator()
  const made = async (differently = {}) =>
    device.create(await carol.call('accounts.setUpPasskey', { password }), app.origin, differently)
  const credential = await made()
  expect(await code(phone.call('accounts.addPasskey', { credential }))).toBe('passkey_invalid')
  expect(await code(carol.call('accounts.addPasskey', { credential }))).toBe('accepted')
  expect(await code(carol.call('accounts.addPasskey', { credential }))).toBe('passkey_invalid')
  for (const wrong of [
    ...[{ origin: 'https://evil.example' }, { rpId: 'evil.example' }, { isVerified: false }, { type: 'webauthn.get' }],
    { challenge: (await app.connect().call('accounts.passkeyRequest', {})).challenge },
  ])
    expect([wrong, await code(carol.call('accounts.addPasskey', { credential: await made(wrong) }))]).toEqual([
      wrong,
      'passkey_invalid',
    ])
  const late = await made()
  await clock.leap(limits.passkeyChallengeMs)
  carol = await app.signedIn(carol.me, carol.token)
  expect(await code(carol.call('accounts.addPasskey', { credential: late }))).toBe('passkey_invalid')
  const before = await made()
  const newPassword = 'seven paper boats ashore'
  await carol.call('accounts.changePassword', { password, newPassword, endOthers: false })
  expect(await code(carol.call('accounts.addPasskey', { credential: before }))).toBe('passkey_invalid')
})

test('an account has a bounded number of passkeys', async () => {
  await using scene = await start()
  const { app, carol } = scene
  const options = await carol.call('accounts.setUpPasskey', { password })
  for (let made = 0; made < limits.passkeys; made++) await addPasskey(app, carol, { password })
  expect(await code(addPasskey(app, carol, { password }))).toBe('passkeys_full')
  const credential = await new TestAuthenticator().create(options, app.origin)
  expect(await code(carol.call('accounts.addPasskey', { credential }))).toBe('passkeys_full')
})
