import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import {
  addPasskey,
  type Differently,
  signInByPasskey,
  TestAuthenticator,
  usePasskey,
} from '../../testing/authenticator'
import { FakeClock } from '../../testing/fake-clock'
import { type Refused, TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

const restoreMs = 3_600_000

/** Carol has a passkey. */
const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs })
  const admin = await app.person('admin', { setup: (await app.core.setupCode.renew()) ?? '' })
  const carol = await app.person('carol', { password })
  const { device, passkey } = await addPasskey(app, carol, { password })
  const end = { [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  return { app, clock, admin, carol, device, passkey, ...end }
}

const stranger = Buffer.from('0198000000007000800000000000ffff', 'hex').toString('base64url')

test('every wrong use of a passkey gets the same refusal', async () => {
  await using scene = await start()
  const { app, carol, device } = scene
  const options = await carol.call('accounts.setUpPasskey', { password })
  const wrongs: Differently[] = [
    { id: Buffer.alloc(32, 7).toString('base64url') },
    { userHandle: stranger },
    { userHandle: undefined },
    { userHandle: 'AA' },
    { isVerified: false },
    { origin: 'https://evil.example' },
    { origin: 'https://parley.test:8443' },
    { rpId: 'evil.example' },
    { type: 'webauthn.create' },
    { challenge: 'aaaa' },
    { challenge: options.challenge },
  ]
  for (const wrong of wrongs) {
    const refused = await signInByPasskey(app, device, wrong).catch((error: Refused) => error)
    expect([wrong, refused]).toEqual([
      wrong,
      expect.objectContaining({
        code: 'passkey_invalid',
        field: 'credential',
        message: expect.stringContaining('does not work here'),
      }),
    ])
  }
  const forged = await usePasskey(app, device)
  const signature = (await usePasskey(app, device)).response.signature
  const credential = { ...forged, response: { ...forged.response, signature } }
  expect(await code(app.connect().call('accounts.loginWithPasskey', { credential }))).toBe('passkey_invalid')
  expect(await code(signInByPasskey(app, device))).toBe('accepted')
})

test('a challenge works once and for ten minutes, on all nodes', async () => {
  await using scene = await start()
  const { app, carol, clock } = scene
  await using other = await TestApp.start({ clock, beside: app })
  // A counter would refuse the second use as well.
  const { device } = await addPasskey(app, carol, { password, device: new TestAuthenticator({ isSynced: true }) })
  const credential = await usePasskey(app, device)
  const both = [app, other].map((node) => code(node.connect().call('accounts.loginWithPasskey', { credential })))
  expect((await Promise.all(both)).toSorted()).toEqual(['accepted', 'passkey_invalid'])
  const late = await usePasskey(app, device)
  await clock.leap(limits.passkeyChallengeMs - 1)
  const lastMoment = await usePasskey(app, device)
  await clock.advance(1)
  expect(await code(other.connect().call('accounts.loginWithPasskey', { credential: late }))).toBe('passkey_invalid')
  expect(await code(other.connect().call('accounts.loginWithPasskey', { credential: lastMoment }))).toBe('accepted')
})

test('unused challenges store nothing, and used ones are removed', async () => {
  await using scene = await start()
  const { app, clock, device } = scene
  const used = () => app.database.read((db) => db.selectFrom('used_challenges').select('nonce').execute())
  const before = await used()
  for (let times = 0; times < 20; times++) await app.connect().call('accounts.passkeyRequest', {})
  expect(await used()).toEqual(before)
  await signInByPasskey(app, device)
  expect(await used()).toHaveLength(before.length + 1)
  while ((await used()).length > 0) {
    await clock.leap(3_600_000)
    await app.core.worker.lookForWork()
  }
})

test('a counter that goes back, or stays, gives away a copied key', async () => {
  await using scene = await start()
  const { app, device } = scene
  expect(await code(signInByPasskey(app, device, { counter: 9 }))).toBe('accepted')
  for (const counter of [9, 8, 0]) expect(await code(signInByPasskey(app, device, { counter }))).toBe('passkey_invalid')
  expect(await code(signInByPasskey(app, device, { counter: 10 }))).toBe('accepted')
})

test('a disabled account is refused, and a closed one opens again only on request', async () => {
  await using scene = await start()
  const { app, clock, admin, carol, device } = scene
  const userId = carol.me.id
  await admin.call('admin.setDisabled', { userId, disabled: true })
  expect(await code(signInByPasskey(app, device))).toBe('account_disabled')
  await admin.call('admin.setDisabled', { userId, disabled: false })
  await admin.call('admin.closeUser', { userId })
  const closed: Refused = await signInByPasskey(app, device).then(
    () => Promise.reject(new Error('signed in')),
    (error) => error,
  )
  expect([closed.code, closed.until]).toEqual(['account_closed', app.database.now() + restoreMs])
  const restore = async () =>
    app.connect().call('accounts.loginWithPasskey', { credential: await usePasskey(app, device), restore: true })
  expect((await restore()).user.id).toBe(userId)
  expect(await code(signInByPasskey(app, device))).toBe('accepted')
  await (await app.signedIn(carol.me, (await restore()).session.token)).call('accounts.close', { password })
  await clock.leap(restoreMs)
  expect(await code(restore())).toBe('passkey_invalid')
})

test('wrong uses pause their address on all nodes, and no other address', async () => {
  await using scene = await start()
  const { app, clock, device } = scene
  await using other = await TestApp.start({ clock, beside: app })
  const wrong = { isVerified: false }
  for (let tries = 0; tries < 20; tries++)
    expect(await code(signInByPasskey(tries % 2 ? app : other, device, wrong))).toBe('passkey_invalid')
  for (const node of [app, other]) expect(await code(signInByPasskey(node, device))).toBe('rate_limited')
  expect(await code(signInByPasskey(app, device, { door: other.connectFrom('10.0.0.2') }))).toBe('accepted')
  await clock.advance(1_001)
  expect(await code(signInByPasskey(app, device))).toBe('accepted')
})

test('a blocked network has no sign-in with passkeys', async () => {
  await using scene = await start()
  const { app, admin, device } = scene
  await admin.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 3_600_000 })
  const door = () => app.connectFrom('203.0.113.9')
  expect(await code(signInByPasskey(app, device, { door: door() }))).toBe('network_blocked')
  expect(await code(signInByPasskey(app, device))).toBe('accepted')
})

test('a passkey belongs to the host it was made on: after a change of the address it is listed and refused', async () => {
  await using scene = await start()
  const { app, clock, admin, carol, device, passkey } = scene
  await using moved = await TestApp.start({ clock, beside: app, origin: 'https://chat.example' })
  await using plain = await TestApp.start({ clock, beside: app, origin: 'http://192.168.1.20:8080' })
  const credential = await usePasskey(app, device)
  expect(await code(moved.connect().call('accounts.loginWithPasskey', { credential }))).toBe('passkey_invalid')
  const there = await moved.signedIn(carol.me, carol.token)
  const listed = await there.call('accounts.passkeys', {})
  expect([listed.passkeys.map(({ rpId }) => rpId), listed.rpId]).toEqual([['parley.test'], 'chat.example'])
  const { excludeCredentials } = await there.call('accounts.setUpPasskey', { password })
  expect(excludeCredentials).toEqual([])
  const { device: second } = await addPasskey(moved, there, { password })
  expect(await code(signInByPasskey(moved, second))).toBe('accepted')
  const inAdmin = await (await moved.signedIn(admin.me, admin.token)).call('admin.passkeys', {})
  expect(inAdmin).toEqual({
    rpId: 'chat.example',
    hosts: [
      { rpId: 'chat.example', count: 1 },
      { rpId: 'parley.test', count: 1 },
    ],
  })
  const inPlain = await plain.signedIn(carol.me, carol.token)
  expect(await inPlain.call('accounts.passkeys', {})).not.toHaveProperty('rpId')
  expect(await code(inPlain.call('accounts.setUpPasskey', { password }))).toBe('passkeys_unavailable')
  expect(await code(plain.connect().call('accounts.passkeyRequest', {}))).toBe('passkeys_unavailable')
  await inPlain.call('accounts.removePasskey', { passkeyId: passkey.id, password })
  expect(await code(signInByPasskey(app, device))).toBe('passkey_invalid')
})

test('an administrator removes the passkeys of a person who lost them, at most once, and never their own', async () => {
  await using scene = await start()
  const { app, admin, carol, device } = scene
  const userId = carol.me.id
  const listed = async () => (await admin.call('admin.users', { query: 'carol' })).users[0]?.passkeys
  expect(await listed()).toBe(1)
  expect(await admin.call('admin.removePasskeys', { userId })).not.toHaveProperty('passkeys')
  await admin.call('admin.removePasskeys', { userId })
  expect(await listed()).toBeUndefined()
  expect(await code(signInByPasskey(app, device))).toBe('passkey_invalid')
  expect(carol.connection.events('user.delta').at(-1)?.me).not.toHaveProperty('passkeys')
  const { entries } = await admin.call('admin.audit', { action: 'passkeys_removed' })
  expect(entries.map(({ byId, userId: about, before, after }) => [byId, about, before, after])).toEqual([
    [admin.me.id, userId, { passkeys: 1 }, { passkeys: 0 }],
  ])
  expect(await code(admin.call('admin.removePasskeys', { userId: admin.me.id }))).toBe('forbidden')
  expect(await code(carol.call('admin.removePasskeys', { userId }))).toBe('forbidden')
  expect(await code(app.connect().call('accounts.login', { login: 'carol', password }))).toBe('accepted')
})

test('a synced passkey tells that it is synced', async () => {
  await using scene = await start()
  const { app, carol } = scene
  await addPasskey(app, carol, { password, device: new TestAuthenticator({ isSynced: true }) })
  const { passkeys } = await carol.call('accounts.passkeys', {})
  expect(passkeys.map(({ synced }) => synced).toSorted()).toEqual([false, true])
})
