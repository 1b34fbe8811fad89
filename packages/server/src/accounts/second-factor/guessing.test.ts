import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import { FakeClock } from '../../testing/fake-clock'
import { ticketOf, totpCode, turnOnSecondFactor } from '../../testing/second-factor'
import { Refused, TestApp } from '../../testing/test-app'
import { testedKind } from '../../testing/test-database'

const password = 'correct horse 5 battery'
const { secondFactorTries: most, secondFactorTryMs: everyMs } = limits

/** Carol’s password is known to someone else, who guesses from many addresses and on two nodes. */
const start = async ({ atOnce = false } = {}) => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock })
  const other = await TestApp.start({ clock, beside: app })
  const carol = await app.person('carol', { password })
  const factor = await turnOnSecondFactor(app, carol, password)
  let calls = 0
  // Two nodes on SQLite in one process would wait for each other.
  const nodes = atOnce && testedKind() === 'sqlite' ? [app] : [app, other]
  const door = () => (nodes[++calls % nodes.length] ?? app).connectFrom(`10.0.${calls >> 8}.${calls & 255}`)
  const ticket = () => ticketOf(door().call('accounts.login', { login: 'carol', password }))
  /** A code that is wrong now. */
  const wrongCode = () => {
    const right = [-1, 0, 1].map((steps) => totpCode(factor.secret, app.database.now(), steps))
    return ['000000', '111111', '222222', '333333'].find((typed) => !right.includes(typed)) ?? ''
  }
  const pass = async (typed: string) => {
    const held = await ticket()
    return door()
      .call('accounts.passSecondFactor', { ticket: held, code: typed })
      .then(
        () => 'accepted',
        (error: unknown) => (error instanceof Refused ? error.code : String(error)),
      )
  }
  return {
    ...{ app, clock, carol, factor, pass, wrongCode },
    [Symbol.asyncDispose]: async () => {
      await other[Symbol.asyncDispose]()
      await app[Symbol.asyncDispose]()
    },
  }
}

test('an account takes ten wrong codes from everywhere, and one more every three hours, also between sign-ins of its owner', async () => {
  await using scene = await start()
  const { clock, factor, pass, wrongCode } = scene
  for (let tries = 0; tries < most; tries++) expect(await pass(wrongCode())).toBe('second_factor_invalid')
  expect(await pass(wrongCode())).toBe('rate_limited')
  // The right code isn't compared either.
  expect(await pass(factor.nextCode())).toBe('rate_limited')
  await clock.leap(everyMs - 1)
  expect(await pass(wrongCode())).toBe('rate_limited')
  await clock.advance(1)
  // The owner signs in, which gives a guesser no more tries.
  expect(await pass(factor.nextCode())).toBe('accepted')
  expect(await pass(wrongCode())).toBe('second_factor_invalid')
  expect(await pass(wrongCode())).toBe('rate_limited')
})

test('guesses at the same moment all count', async () => {
  await using scene = await start({ atOnce: true })
  const { pass, wrongCode } = scene
  const outcomes = await Promise.all(Array.from({ length: most + 5 }, () => pass(wrongCode())))
  expect(outcomes.filter((outcome) => outcome === 'second_factor_invalid')).toHaveLength(most)
  expect(outcomes.filter((outcome) => outcome === 'rate_limited')).toHaveLength(5)
})

test('guesses of a whole year succeed with a probability below 1 %', () => {
  const tries = most + (365 * 24 * 3_600_000) / everyMs
  // The present code, the one before and the one after.
  const ofOne = 3 / 10 ** limits.secondFactorDigits
  expect(1 - (1 - ofOne) ** tries).toBeLessThan(0.01)
})

test('someone who uses up all tries keeps the owner out of nothing: a recovery code signs in', async () => {
  await using scene = await start()
  const { app, carol, factor, pass, wrongCode } = scene
  for (let tries = 0; tries < most; tries++) await pass(wrongCode())
  expect(await pass(wrongCode())).toBe('rate_limited')
  expect(await pass('0000-0000-0000-0000')).toBe('second_factor_invalid')
  expect(await pass(factor.recoveryCodes[0] ?? '')).toBe('accepted')
  const off = { password, code: factor.recoveryCodes[1] ?? '' }
  expect(await carol.call('accounts.disableTotp', off)).not.toHaveProperty('secondFactor')
  expect(await app.connect().call('accounts.login', { login: 'carol', password })).toMatchObject({ user: {} })
})

test('wrong recovery codes pause their address', async () => {
  await using app = await TestApp.start({ clock: new FakeClock() })
  const carol = await app.person('carol', { password })
  const factor = await turnOnSecondFactor(app, carol, password)
  const ticket = await ticketOf(app.connect().call('accounts.login', { login: 'carol', password }))
  const pass = (address: string, code: string) =>
    app.connectFrom(address).call('accounts.passSecondFactor', { ticket, code })
  const outcomes: string[] = []
  for (let tries = 0; tries < 21; tries++)
    outcomes.push(await pass('10.0.0.1', `wrong-${tries}`).then(String, ({ code }: Refused) => code))
  expect(outcomes).toEqual([...Array.from({ length: 20 }, () => 'second_factor_invalid'), 'rate_limited'])
  expect(await pass('10.0.0.2', factor.recoveryCodes[0] ?? '')).toMatchObject({ user: { username: 'carol' } })
})
