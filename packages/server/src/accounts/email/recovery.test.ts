import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { eventually } from '../../testing/eventually'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { solved } from '../../testing/solved'
import { Refused, TestApp } from '../../testing/test-app'

const password = 'correct horse 5 battery'
const newPassword = 'seven paper boats ashore'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: unknown) => (error instanceof Refused ? error.code : String(error)),
  )

/** Carol has a confirmed address, dave has none. */
const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const [carol, dave] = [await app.person('carol', { password }), await app.person('dave', { password })]
  const newest = async () => mailedCode((await app.mails()).at(-1)) ?? 'none'
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password, language: 'zh' })
  await carol.call('accounts.verifyEmail', { code: await newest() })
  const before = (await app.mails()).length
  /** Requests a code, and waits until the mails that follow are written. */
  const recover = async (login: string) => {
    const answer = await app.connect().call('accounts.recover', { login })
    await clock.advance(1_000)
    await eventually(() => app.core.recovery.requests === 0)
    return answer
  }
  const mailed = async () => (await app.mails()).slice(before)
  const reset = (login: string, typed: string, chosen = newPassword) =>
    app.connect().call('accounts.resetPassword', { login, code: typed, newPassword: chosen })
  const signIn = (chosen: string) => code(app.connect().call('accounts.login', { login: 'carol', password: chosen }))
  const end = { [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
  return { app, clock, carol, dave, newest, recover, mailed, reset, signIn, ...end }
}

test('a code in a mail sets a new password, ends all sessions and signs in', async () => {
  await using scene = await start()
  const { app, carol, newest, recover, mailed, reset, signIn } = scene
  expect(await recover('carol')).toEqual({})
  const [mail = ''] = await mailed()
  expect(mail).toContain('To: carol@lake.example')
  expect(mail).toContain('重置密码验证码')
  const sent = await newest()
  const { user, session } = await reset('carol', sent)
  expect(user.id).toBe(carol.me.id)
  expect(carol.connection.closedWith).toBe(4501)
  const again = await app.signedIn(user, session.token)
  expect((await again.call('sessions.list', {})).sessions).toHaveLength(1)
  expect([await signIn(password), await signIn(newPassword)]).toEqual(['bad_credentials', 'accepted'])
  expect(await code(reset('carol', sent))).toBe('code_invalid')
})

test('the address works in place of the username', async () => {
  await using scene = await start()
  const { newest, recover, reset } = scene
  await recover(' CAROL@lake.example')
  expect(await code(reset('carol@LAKE.example', await newest()))).toBe('accepted')
})

test('a changed password voids codes, and so does a reset link', async () => {
  await using scene = await start()
  const { app, carol, newest, recover, reset } = scene
  await app.core.admin.grant('dave')
  await recover('carol')
  const first = await newest()
  await carol.call('accounts.changePassword', { password, newPassword, endOthers: false })
  expect(await code(reset('carol', first))).toBe('code_invalid')
  const { code: link } = await scene.dave.call('admin.resetPassword', { userId: carol.me.id })
  await recover('carol')
  const second = await newest()
  await app.connect().call('accounts.resetPassword', { code: link, newPassword: 'nine copper kettles' })
  expect(await code(reset('carol', second))).toBe('code_invalid')
})

test('unknown logins, accounts without an address and disabled ones get the same response and no mail', async () => {
  await using scene = await start()
  const { app, carol, dave, recover, mailed, reset } = scene
  await app.core.admin.grant('dave')
  for (const login of ['nobody', 'nobody@lake.example', 'dave', 'dave@lake.example', '', "' --"])
    expect(await recover(login)).toEqual({})
  await dave.call('accounts.setEmail', { email: 'dave@lake.example', password })
  expect(await recover('dave@lake.example')).toEqual({})
  await dave.call('admin.setDisabled', { userId: carol.me.id, disabled: true })
  expect(await recover('carol')).toEqual({})
  expect((await mailed()).filter((mail) => !mail.includes('To: dave@lake.example'))).toEqual([])
  for (const login of ['nobody', 'dave', 'carol', 'nobody@lake.example'])
    expect(await code(reset(login, '12345678'))).toBe('code_invalid')
})

test('a code works for ten minutes and five tries, and a newer one replaces it', async () => {
  await using scene = await start()
  const { clock, newest, recover, reset } = scene
  await recover('carol')
  const first = await newest()
  await recover('carol@lake.example')
  const second = await newest()
  if (first !== second) expect(await code(reset('carol', first))).toBe('code_invalid')
  const wrong = second === '00000000' ? '00000001' : '00000000'
  for (let tries = 1; tries < limits.mailCodeTries; tries++)
    expect(await code(reset(tries % 2 === 0 ? 'carol' : 'carol@lake.example', wrong))).toBe('code_invalid')
  expect(await code(reset('carol', wrong))).toBe('code_invalid')
  expect(await code(reset('carol', second))).toBe('code_invalid')
  await recover('carol')
  const third = await newest()
  await clock.leap(limits.mailCodeMs)
  expect(await code(reset('carol', third))).toBe('code_invalid')
  await clock.advance(1_000)
  // The server's own job may have removed it.
  await scene.app.database.write((tx) => scene.app.core.recovery.removeOld(tx, 100))
  expect(await scene.app.database.read((db) => db.selectFrom('email_codes').select('purpose').execute())).toEqual([])
})

test('guessing at an account for a whole year succeeds with less than 1 %', () => {
  const triesPerHour = limits.recoveryCodesPerAccount * limits.recoveryTriesPerAccount
  expect((triesPerHour * 24 * 365) / 10 ** limits.mailCodeDigits).toBeLessThan(0.01)
})

test('a stranger who uses up codes and tries leaves some for the owner', async () => {
  await using scene = await start()
  const { app, clock, newest, recover, mailed, reset } = scene
  const stranger = '198.51.100.7'
  for (let codes = 0; codes < limits.recoveryCodes + 2; codes++) {
    await app.connectFrom(stranger).call('accounts.recover', { login: 'carol' })
    await clock.advance(1_000)
    await eventually(() => app.core.recovery.requests === 0)
  }
  expect(await mailed()).toHaveLength(limits.recoveryCodes)
  await recover('carol')
  expect(await mailed()).toHaveLength(limits.recoveryCodes + 1)
  const sent = await newest()
  const guess = (typed: string) =>
    code(
      app.connectFrom(stranger).call('accounts.resetPassword', {
        login: 'carol',
        code: typed,
        newPassword,
      }),
    )
  for (let tries = 0; tries < limits.mailCodeTries; tries++)
    expect(await guess(sent === '00000000' ? '00000001' : '00000000')).toBe('code_invalid')
  expect(await guess(sent)).toBe('code_invalid')
  expect(await code(reset('carol', sent))).toBe('accepted')
})

test('tries from many addresses void a code, too', async () => {
  await using scene = await start()
  const { app, newest, recover, reset } = scene
  await recover('carol')
  const sent = await newest()
  const wrong = sent === '00000000' ? '00000001' : '00000000'
  for (let tries = 0; tries < limits.recoveryTriesPerAccount; tries++) {
    const door = app.connectFrom(`198.51.100.${tries}`)
    expect(await code(door.call('accounts.resetPassword', { login: 'carol', code: wrong, newPassword }))).toBe(
      'code_invalid',
    )
  }
  expect(await code(reset('carol', sent))).toBe('code_invalid')
})

test('a weak password leaves the code as it is', async () => {
  await using scene = await start()
  const { newest, recover, reset } = scene
  await recover('carol')
  const sent = await newest()
  for (let tries = 0; tries < 2 * limits.mailCodeTries; tries++)
    expect(await code(reset('carol@lake.example', sent, 'carol-and-friends'))).toBe('weak_password')
  expect(await code(reset('carol', sent))).toBe('accepted')
})

test('an account gets few codes an hour, by whichever login', async () => {
  await using scene = await start()
  const { clock, recover, mailed } = scene
  for (let at = 0; at < 2 * limits.recoveryCodes; at++) await recover(at % 2 === 0 ? 'carol' : 'carol@lake.example')
  expect(await mailed()).toHaveLength(limits.recoveryCodes)
  await clock.leap(3_600_000)
  await recover('carol')
  expect(await mailed()).toHaveLength(limits.recoveryCodes + 1)
})

test('an unproved address, or a replaced one, recovers nothing', async () => {
  await using scene = await start()
  const { carol, recover, newest, mailed, reset } = scene
  await recover('carol')
  const sent = await newest()
  await carol.call('accounts.setEmail', { email: 'carol@hill.example', password })
  expect(await recover('carol@hill.example')).toEqual({})
  await carol.call('accounts.verifyEmail', { code: await newest() })
  expect(await code(reset('carol', sent))).toBe('code_invalid')
  expect((await mailed()).filter((mail) => mail.includes('重置密码'))).toHaveLength(1)
})

test('requests beyond the limit of waiting ones are dropped with the same response', async () => {
  await using scene = await start()
  const { app, clock } = scene
  const door = app.connect()
  for (let at = 0; at < 300; at++) expect(await door.call('accounts.recover', { login: `user${at}` })).toEqual({})
  expect(app.core.recovery.requests).toBe(200)
  await clock.advance(1_000)
  await eventually(() => app.core.recovery.requests === 0)
})

test('a code opens a closed account again', async () => {
  await using scene = await start()
  const { app, carol, newest, recover, reset, signIn } = scene
  await app.person('erin', { password })
  await carol.call('accounts.close', { password })
  expect(await signIn(password)).toBe('account_closed')
  await recover('carol@lake.example')
  const { user } = await reset('carol', await newest())
  expect([user.id, await signIn(newPassword)]).toEqual([carol.me.id, 'accepted'])
})

test('a request for a code takes a proof of work, and the same proof works once', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const door = app.connect()
  expect(await code(door.call('accounts.recover', { login: 'nobody' }))).toBe('challenge_required')
  const challenge = await solved(await door.call('accounts.challenge', {}))
  expect(await door.call('accounts.recover', { login: 'nobody', challenge })).toEqual({})
  expect(await code(door.call('accounts.recover', { login: 'nobody', challenge }))).toBe('challenge_invalid')
})

test('guesses of codes from one address are slowed down, for whichever logins', async () => {
  await using scene = await start()
  const { app, newest, recover, reset } = scene
  await recover('carol')
  const sent = await newest()
  for (let at = 0; at < 20; at++) expect(await code(reset(`person${at}`, '000000'))).toBe('code_invalid')
  expect(await code(reset('carol', sent))).toBe('rate_limited')
  const elsewhere = app.connectFrom('10.0.0.9')
  const input = { login: 'carol', code: sent, newPassword }
  expect(await code(elsewhere.call('accounts.resetPassword', input))).toBe('accepted')
})
