import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { eventually } from '../../testing/eventually'
import { FakeClock } from '../../testing/fake-clock'
import { mailedCode } from '../../testing/mailed-code'
import { signInTwice, ticketOf, totpCode, turnOnSecondFactor } from '../../testing/second-factor'
import { type Refused, TestApp, type TestConnection } from '../../testing/test-app'
import { testedKind } from '../../testing/test-database'

const password = 'correct horse 5 battery'
const newPassword = 'seven paper boats ashore'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** A second node for calls at the same moment. On SQLite there is none: two nodes in one process would block each other. */
const besideAtOnce = (app: TestApp, other: TestApp) => (testedKind() === 'postgres' ? other : app)

/** Carol has the second factor on, on two nodes. Alice is an administrator. */
const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const other = await TestApp.start({ clock, beside: app })
  const alice = await app.person('alice')
  await app.core.admin.grant('alice')
  const carol = await app.person('carol', { password })
  const factor = await turnOnSecondFactor(app, carol, password)
  const first = (door: TestConnection = app.connect(), with_ = password) =>
    door.call('accounts.login', { login: 'carol', password: with_ })
  const ticket = () => ticketOf(first())
  const pass = (of: string, typed: string, door: TestConnection = app.connect()) =>
    door.call('accounts.passSecondFactor', { ticket: of, code: typed })
  return {
    ...{ app, other, atOnce: besideAtOnce(app, other), clock, alice, carol, factor, first, ticket, pass },
    [Symbol.asyncDispose]: async () => {
      await other[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

test('a sign-in takes the password and then a code, on any node, once', async () => {
  await using scene = await start()
  const { app, other, carol, factor, first, ticket, pass } = scene
  expect(await code(first(app.connect(), 'wrong'))).toBe('bad_credentials')
  const held = await ticket()
  expect(await code(pass('A'.repeat(43), factor.nextCode()))).toBe('ticket_invalid')
  expect(await code(pass(held, '000000', other.connect()))).toBe('second_factor_invalid')
  const right = factor.nextCode()
  const { user, session } = await pass(held, right, other.connect())
  expect(user).toMatchObject({ id: carol.me.id, secondFactor: { recoveryCodesLeft: 10 } })
  expect((await app.signedIn(user, session.token)).me.username).toBe('carol')
  expect(await code(pass(held, right))).toBe('ticket_invalid')
})

test('a ticket works for ten minutes', async () => {
  await using scene = await start()
  const { app, clock, factor, ticket, pass } = scene
  const held = await ticket()
  await clock.leap(limits.ticketMs)
  expect(await code(pass(held, factor.nextCode()))).toBe('ticket_invalid')
  while (await app.database.read((db) => db.selectFrom('sign_in_tickets').selectAll().executeTakeFirst())) {
    await clock.leap(3_600_000)
    await app.core.worker.lookForWork()
  }
})

test('a code works once: neither it nor an earlier one signs in again', async () => {
  await using scene = await start()
  const { app, factor, ticket, pass } = scene
  const used = factor.nextCode()
  await pass(await ticket(), used)
  const held = await ticket()
  const present = totpCode(factor.secret, app.database.now())
  expect([await code(pass(held, used)), await code(pass(held, present))]).toEqual([
    'second_factor_invalid',
    'second_factor_invalid',
  ])
})

test('of two that use the same code at once, one signs in', async () => {
  await using scene = await start()
  const { app, atOnce, factor, ticket, pass } = scene
  const right = factor.nextCode()
  const tickets = [await ticket(), await ticket()] as const
  const both = await Promise.all([
    code(pass(tickets[0], right, app.connect())),
    code(pass(tickets[1], right, atOnce.connect())),
  ])
  expect(both.toSorted()).toEqual(['accepted', 'second_factor_invalid'])
})

test('of two that use the same ticket, or the same recovery code, at once, one signs in', async () => {
  await using scene = await start()
  const { app, atOnce, factor, ticket, pass } = scene
  const [one = '', two = '', three = ''] = factor.recoveryCodes
  const held = await ticket()
  const withTicket = await Promise.all([code(pass(held, one)), code(pass(held, two, atOnce.connect()))])
  expect(withTicket.toSorted()).toEqual(['accepted', 'ticket_invalid'])
  const tickets = [await ticket(), await ticket()] as const
  const withCode = await Promise.all([
    code(pass(tickets[0], three, app.connect())),
    code(pass(tickets[1], three, atOnce.connect())),
  ])
  expect(withCode.toSorted()).toEqual(['accepted', 'second_factor_invalid'])
})

test('turning the factor off during a sign-in leaves no half of either', async () => {
  for (let round = 0; round < 5; round++) {
    await using scene = await start()
    const { app, atOnce, carol, factor, first, ticket, pass } = scene
    const [recovery = ''] = factor.recoveryCodes
    const held = await ticket()
    const [passed, off] = await Promise.all([
      code(pass(held, recovery, atOnce.connect())),
      code(carol.call('accounts.disableTotp', { password, code: factor.nextCode() })),
    ])
    expect(off).toBe('accepted')
    expect(['accepted', 'ticket_invalid']).toContain(passed)
    expect(await code(first())).toBe('accepted')
    const { user } = await carol.call('accounts.me', {})
    expect(user).not.toHaveProperty('secondFactor')
    expect(await app.database.read((db) => db.selectFrom('recovery_codes').selectAll().execute())).toEqual([])
  }
})

test('each recovery code signs in once; the other devices see how many are left, and the address gets a mail', async () => {
  await using scene = await start()
  const { app, carol, factor, ticket, pass } = scene
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password })
  const mailed = mailedCode((await app.mails()).at(-1)) ?? ''
  await carol.call('accounts.verifyEmail', { code: mailed })
  const [recovery = ''] = factor.recoveryCodes
  const { user } = await pass(await ticket(), recovery.toLowerCase().replaceAll('-', ' '))
  expect(user.secondFactor?.recoveryCodesLeft).toBe(9)
  expect(carol.connection.events('user.delta').findLast(({ me }) => me)?.me?.secondFactor?.recoveryCodesLeft).toBe(9)
  expect((await app.mails()).at(-1)).toContain('A recovery code signed in to Parley')
  expect(await code(pass(await ticket(), recovery))).toBe('second_factor_invalid')
})

test('a changed password, a disabled account and a removed factor void tickets', async () => {
  await using scene = await start()
  const { app, alice, carol, factor, ticket, pass } = scene
  const [one = '', two = ''] = factor.recoveryCodes
  const beforeChange = await ticket()
  await carol.call('accounts.changePassword', { password, newPassword, endOthers: false })
  expect(await code(pass(beforeChange, one))).toBe('ticket_invalid')
  const held = await ticketOf(app.connect().call('accounts.login', { login: 'carol', password: newPassword }))
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: true })
  expect(await code(pass(held, one))).toBe('account_disabled')
  await alice.call('admin.setDisabled', { userId: carol.me.id, disabled: false })
  await alice.call('admin.removeSecondFactor', { userId: carol.me.id })
  expect(await code(pass(held, two))).toBe('ticket_invalid')
})

test('a blocked network can’t take the second step', async () => {
  await using scene = await start()
  const { app, alice, factor, ticket, pass } = scene
  const held = await ticket()
  await alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 3_600_000 })
  expect(await code(pass(held, factor.nextCode(), app.connectFrom('203.0.113.7')))).toBe('network_blocked')
  expect(await code(pass(held, factor.nextCode()))).toBe('accepted')
})

test('restoring a closed account takes the second factor', async () => {
  await using scene = await start()
  const { app, carol, factor, first, pass } = scene
  const door = () => app.connect()
  const early = await ticketOf(first())
  await carol.call('accounts.close', { password })
  expect(await code(first())).toBe('account_closed')
  const [one = '', two = ''] = factor.recoveryCodes
  expect(await code(pass(early, one))).toBe('account_closed')
  const held = await ticketOf(door().call('accounts.restore', { login: 'carol', password }))
  expect(await code(pass(held, '000000'))).toBe('second_factor_invalid')
  expect(await code(first())).toBe('account_closed')
  await pass(held, two)
  expect(await code(first())).toBe('second_factor_required')
})

test('a new password by a mailed code takes the second factor, and changes nothing before it', async () => {
  await using scene = await start()
  const { app, clock, carol, factor, first, pass } = scene
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password })
  const newest = async () => mailedCode((await app.mails()).at(-1)) ?? ''
  await carol.call('accounts.verifyEmail', { code: await newest() })
  await app.connect().call('accounts.recover', { login: 'carol' })
  await clock.advance(1_000)
  await eventually(() => app.core.recovery.requests === 0)
  const reset = { login: 'carol', code: await newest(), newPassword }
  const held = await ticketOf(app.connect().call('accounts.resetPassword', reset))
  expect(await code(pass(held, '000000'))).toBe('second_factor_invalid')
  expect([await code(first()), carol.connection.closedWith]).toEqual(['second_factor_required', undefined])
  const again = await ticketOf(app.connect().call('accounts.resetPassword', reset))
  const { session } = await pass(held, factor.recoveryCodes[0] ?? '')
  expect(session.token).toHaveLength(43)
  expect(carol.connection.closedWith).toBe(4501)
  expect(await code(pass(again, factor.recoveryCodes[1] ?? ''))).toBe('ticket_invalid')
  expect(await code(app.connect().call('accounts.resetPassword', reset))).toBe('code_invalid')
  expect([await code(first()), await code(first(app.connect(), newPassword))]).toEqual([
    'bad_credentials',
    'second_factor_required',
  ])
  expect((await app.mails()).some((mail) => mail.includes('Your password on Parley was changed'))).toBe(true)
})

test('an administrator’s reset link doesn’t bypass the factor, unless they removed it', async () => {
  await using scene = await start()
  const { app, alice, carol, factor, first, pass } = scene
  const link = async () => (await alice.call('admin.resetPassword', { userId: carol.me.id })).code
  const redeem = (of: string) => app.connect().call('accounts.resetPassword', { code: of, newPassword })
  const [one = '', two = ''] = factor.recoveryCodes
  const replaced = await ticketOf(redeem(await link()))
  const fresh = await link()
  expect(await code(pass(replaced, one))).toBe('ticket_invalid')
  const held = await ticketOf(redeem(fresh))
  expect(await code(first())).toBe('second_factor_required')
  await pass(held, two)
  expect(await code(redeem(fresh))).toBe('reset_invalid')
  expect(await code(first(app.connect(), newPassword))).toBe('second_factor_required')
  const last = await link()
  await ticketOf(redeem(last))
  await alice.call('admin.removeSecondFactor', { userId: carol.me.id })
  expect(await code(redeem(last))).toBe('accepted')
})

test('sessions, changes of the password and of the address need no code: they were signed in with one', async () => {
  await using scene = await start()
  const { app, factor } = scene
  const { user, session } = await signInTwice(app, { login: 'carol', password }, factor.nextCode())
  const carol = await app.signedIn(user, session.token)
  expect(await code(carol.call('accounts.setEmail', { email: 'carol@lake.example', password }))).toBe('accepted')
  expect(await code(carol.call('accounts.changePassword', { password, newPassword, endOthers: false }))).toBe(
    'accepted',
  )
  expect(await code(carol.call('accounts.close', { password: newPassword }))).toBe('accepted')
})
