import { expect, test } from 'bun:test'
import { limits, newUuidV7, type UserId } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const old = 'correct horse 5 battery'
const newPassword = 'seven paper boats ashore'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** Alice runs the server; carol forgot her password. */
const start = async (clock = new FakeClock()) => {
  const app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const carol = await app.person('carol', { password: old })
  await app.core.admin.grant('alice')
  const signIn = (password: string) => code(app.connect().call('accounts.login', { login: 'carol', password }))
  const redeem = (reset: string, password = newPassword) =>
    app.connect().call('accounts.resetPassword', { code: reset, newPassword: password })
  const link = () => alice.call('admin.resetPassword', { userId: carol.me.id })
  return { app, clock, alice, carol, signIn, redeem, link, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('a reset link sets the password once, ends every session of the account and signs in', async () => {
  await using scene = await start()
  const { app, carol, alice, signIn, redeem, link } = scene
  const made = await link()
  expect(made.url).toBe(`https://parley.test/reset/${made.code}`)
  expect(await app.connect().call('accounts.policy', { reset: made.code })).toMatchObject({
    resetValid: true,
    resetUser: { id: carol.me.id, username: 'carol' },
  })
  expect([await signIn(old), carol.connection.closedWith]).toEqual(['accepted', undefined])
  const { user, session } = await redeem(made.code)
  expect(user).toEqual(expect.objectContaining({ id: carol.me.id, username: 'carol' }))
  expect(carol.connection.closedWith).toBe(4501)
  expect(await code(app.connect().call('session.open', { token: carol.token }))).toBe('unauthenticated')
  const again = await app.signedIn(user, session.token)
  expect((await again.call('sessions.list', {})).sessions).toHaveLength(1)
  expect([await signIn(old), await signIn(newPassword)]).toEqual(['bad_credentials', 'accepted'])
  expect(await code(redeem(made.code))).toBe('reset_invalid')
  expect(await app.connect().call('accounts.policy', { reset: made.code })).toMatchObject({ resetValid: false })
  expect(await code(alice.call('accounts.me', {}))).toBe('accepted')
})

test('of two who use a link at once, one sets the password', async () => {
  await using scene = await start()
  const { redeem, link } = scene
  const { code: reset } = await link()
  const both = await Promise.all([code(redeem(reset)), code(redeem(reset, 'nine copper kettles'))])
  expect(both.toSorted()).toEqual(['accepted', 'reset_invalid'])
})

test('a changed password voids the link', async () => {
  await using scene = await start()
  const { carol, redeem, link } = scene
  const { code: reset } = await link()
  await carol.call('accounts.changePassword', { password: old, newPassword, endOthers: true })
  expect(await code(redeem(reset, 'nine copper kettles'))).toBe('reset_invalid')
})

test('a reset link works for a day, and a newer one replaces it', async () => {
  await using scene = await start()
  const { app, clock, redeem, link } = scene
  const first = await link()
  const second = await link()
  expect(await code(redeem(first.code))).toBe('reset_invalid')
  await clock.leap(limits.resetLinkMs - 1_000)
  expect(await app.connect().call('accounts.policy', { reset: second.code })).toMatchObject({ resetValid: true })
  await clock.advance(1_000)
  expect(await code(redeem(second.code))).toBe('reset_invalid')
  await clock.advance(1_000)
  expect(await app.database.write((tx) => app.core.resets.removeOld(tx, 100))).toBe(1)
})

test('a weak password leaves the link as it is, and so does a disabled account', async () => {
  await using scene = await start()
  const { alice, carol, redeem, link } = scene
  const { code: reset } = await link()
  await expect(redeem(reset, 'carol-and-friends')).rejects.toMatchObject({
    code: 'weak_password',
    field: 'newPassword',
  })
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: true })
  expect(await code(redeem(reset))).toBe('account_disabled')
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: false })
  expect(await code(redeem(reset))).toBe('accepted')
})

test('only administrators make reset links, for themselves and each other too', async () => {
  await using scene = await start()
  const { alice, carol } = scene
  expect(await code(carol.call('admin.resetPassword', { userId: alice.me.id }))).toBe('forbidden')
  expect(await code(alice.call('admin.resetPassword', { userId: alice.me.id }))).toBe('accepted')
  expect(await code(alice.call('admin.resetPassword', { userId: newUuidV7() as UserId }))).toBe('not_found')
})

test('the database holds no reset code, and guessing codes is slowed down', async () => {
  await using scene = await start()
  const { app, redeem, link } = scene
  const { code: reset } = await link()
  const rows = await app.database.read((db) => db.selectFrom('password_resets').selectAll().execute())
  const text = rows.map(({ code_hash: hash }) => Buffer.from(hash).toString('base64url')).join()
  expect(text).not.toContain(reset)
  expect(Buffer.from(rows[0]?.code_hash ?? []).toString()).not.toContain(reset)
  for (let guesses = 0; guesses < 20; guesses++) expect(await code(redeem(`guess ${guesses}`))).toBe('reset_invalid')
  expect(await code(redeem(reset))).toBe('rate_limited')
  expect(await code(app.connect().call('accounts.policy', { reset }))).toBe('rate_limited')
})
