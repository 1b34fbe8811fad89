import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { ticketOf, totpCode, turnOnSecondFactor } from '../../testing/second-factor'
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
  const mailed = mailedCode((await app.mails()).at(-1)) ?? ''
  await carol.call('accounts.verifyEmail', { code: mailed })
  const { user, session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const phone = await app.signedIn(user, session.token)
  const before = (await app.mails()).length
  const subjects = async () =>
    (await app.mails()).slice(before).map((mail) => /^Subject: (.*)$/m.exec(mail)?.[1] ?? mail)
  const turnOn = () => turnOnSecondFactor(app, carol, password)
  const login = () => code(app.connect().call('accounts.login', { login: 'carol', password }))
  const end = { [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  return { app, clock, carol, phone, subjects, turnOn, login, ...end }
}

/** The states of the factor that a device received. */
const told = ({ connection }: Person) =>
  connection.events('user.delta').flatMap(({ me }) => (me ? [me.secondFactor] : []))

test('a password and a code turn the factor on; other devices and the address learn of it', async () => {
  await using scene = await start()
  const { app, carol, phone, subjects, login } = scene
  expect(await code(carol.call('accounts.setUpTotp', { password: 'a guess' }))).toBe('bad_credentials')
  const { secret, uri } = await carol.call('accounts.setUpTotp', { password })
  expect(uri).toContain(`secret=${secret}`)
  expect((await carol.call('accounts.me', {})).user).not.toHaveProperty('secondFactor')
  expect(await login()).toBe('accepted')
  expect(await code(carol.call('accounts.confirmTotp', { code: '000000' }))).toBe('second_factor_invalid')
  const spaced = totpCode(secret, app.database.now()).replace(/^.../, '$& ')
  const { recoveryCodes } = await carol.call('accounts.confirmTotp', { code: spaced })
  expect(recoveryCodes).toHaveLength(limits.secondFactorRecoveryCodes)
  const state = { since: app.database.now(), recoveryCodesLeft: limits.secondFactorRecoveryCodes }
  expect((await carol.call('accounts.me', {})).user.secondFactor).toEqual(state)
  expect(told(phone)).toEqual([state])
  expect(await subjects()).toEqual(['Two-step verification on Parley is on'])
  expect(await login()).toBe('second_factor_required')
  expect(await code(carol.call('accounts.setUpTotp', { password }))).toBe('second_factor_on')
  expect(await code(carol.call('accounts.confirmTotp', { code: spaced }))).toBe('second_factor_on')
  expect(phone.connection.closedWith).toBeUndefined()
})

test('a secret waits half an hour for its code, and a newer one replaces it', async () => {
  await using scene = await start()
  const { app, clock } = scene
  let { carol } = scene
  expect(await code(carol.call('accounts.confirmTotp', { code: '123456' }))).toBe('not_found')
  const first = await carol.call('accounts.setUpTotp', { password })
  const second = await carol.call('accounts.setUpTotp', { password })
  const of = (secret: string) => ({ code: totpCode(secret, app.database.now()) })
  expect(await code(carol.call('accounts.confirmTotp', of(first.secret)))).toBe('second_factor_invalid')
  await clock.leap(limits.secondFactorSetupMs)
  carol = await app.signedIn(carol.me, carol.token)
  expect(await code(carol.call('accounts.confirmTotp', of(second.secret)))).toBe('not_found')
  while (await app.database.read((db) => db.selectFrom('second_factors').selectAll().executeTakeFirst())) {
    await clock.leap(3_600_000)
    await app.core.worker.lookForWork()
  }
})

test('neither the database nor a mail holds a recovery code', async () => {
  await using scene = await start()
  const { app, turnOn } = scene
  const { recoveryCodes } = await turnOn()
  const rows = await app.database.read((db) => db.selectFrom('recovery_codes').selectAll().execute())
  const stored = `${rows.map(({ code_hash }) => Buffer.from(code_hash).toString('latin1')).join()} ${await app.mails()}`
  for (const one of recoveryCodes) for (const text of [one, one.replaceAll('-', '')]) expect(stored).not.toContain(text)
  expect(rows).toHaveLength(recoveryCodes.length)
})

test('new recovery codes take the password and a code, and void the previous ones', async () => {
  await using scene = await start()
  const { app, carol, turnOn, subjects } = scene
  const { recoveryCodes, nextCode } = await turnOn()
  const renew = (proof: { password: string; code: string }) => carol.call('accounts.renewRecoveryCodes', proof)
  expect(await code(renew({ password: 'a guess', code: nextCode() }))).toBe('bad_credentials')
  expect(await code(renew({ password, code: '000000' }))).toBe('second_factor_invalid')
  const fresh = await renew({ password, code: nextCode() })
  expect(await code(renew({ password, code: nextCode() }))).toBe('second_factor_invalid')
  expect(await subjects()).toEqual(['Two-step verification on Parley is on', 'New recovery codes for Parley'])
  const pass = async (recovery = '') => {
    const ticket = await ticketOf(app.connect().call('accounts.login', { login: 'carol', password }))
    return code(app.connect().call('accounts.passSecondFactor', { ticket, code: recovery }))
  }
  expect([await pass(recoveryCodes[0]), await pass(fresh.recoveryCodes[0])]).toEqual([
    'second_factor_invalid',
    'accepted',
  ])
})

test('the password with a code, or with a recovery code, turns the factor off', async () => {
  for (const by of ['code', 'recovery code']) {
    await using scene = await start()
    const { app, carol, phone, turnOn, subjects, login } = scene
    const { recoveryCodes, nextCode } = await turnOn()
    const proof = by === 'code' ? nextCode() : (recoveryCodes[3] ?? '')
    const disable = (typed: { password: string; code: string }) => carol.call('accounts.disableTotp', typed)
    expect(await code(disable({ password: 'a guess', code: proof }))).toBe('bad_credentials')
    expect(await code(disable({ password, code: '000000' }))).toBe('second_factor_invalid')
    expect(await disable({ password, code: proof })).not.toHaveProperty('secondFactor')
    expect(told(phone).at(-1)).toBeUndefined()
    expect(await login()).toBe('accepted')
    expect(await code(disable({ password, code: proof }))).toBe('second_factor_off')
    expect(await code(carol.call('accounts.renewRecoveryCodes', { password, code: proof }))).toBe('second_factor_off')
    expect((await subjects()).at(-1)).toBe('Two-step verification on Parley is off')
    for (const table of ['second_factors', 'recovery_codes', 'sign_in_tickets'] as const)
      expect(await app.database.read((db) => db.selectFrom(table).selectAll().execute())).toEqual([])
  }
})

test('an administrator turns off the factor of a person who lost it: audited, and the person gets a mail', async () => {
  await using scene = await start()
  const { app, carol, phone, turnOn, subjects, login } = scene
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  await turnOn()
  const remove = (who: Person, userId = carol.me.id) => who.call('admin.removeSecondFactor', { userId })
  expect(await code(remove(carol))).toBe('forbidden')
  expect(await code(remove(alice, alice.me.id))).toBe('forbidden')
  const listed = async () =>
    (await alice.call('admin.users', {})).users.find(({ id }) => id === carol.me.id)?.secondFactorSince
  expect(await listed()).toBe(app.database.now())
  expect(await remove(alice)).not.toHaveProperty('secondFactorSince')
  await remove(alice)
  expect(await listed()).toBeUndefined()
  expect(told(phone).at(-1)).toBeUndefined()
  expect(await login()).toBe('accepted')
  const { entries } = await alice.call('admin.audit', { action: 'second_factor_removed' })
  expect(entries).toMatchObject([{ byId: alice.me.id, userId: carol.me.id }])
  expect((await subjects()).slice(1)).toEqual(['An administrator turned off two-step verification on Parley'])
})
