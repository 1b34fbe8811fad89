import { expect, test } from 'bun:test'
import { FORGET_MS } from '../attempts/failures'
import { putFailures } from '../attempts/store'
import { FakeClock } from '../testing/fake-clock'
import { solved } from '../testing/solved'
import { type Refused, TestApp } from '../testing/test-app'

const password = 'tidal fox lamp 9'
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** An app with alice and bob, whose password is the same. */
const start = async (options: Parameters<typeof TestApp.start>[0] = {}) => {
  const app = await TestApp.start({ clock: new FakeClock(Date.now()), ...options })
  for (const username of ['alice', 'bobby']) await app.person(username, { password })
  return app
}

/** Tries to sign in once, from an address, and with a proof where one is given. */
const tryFrom = (app: TestApp, address: string, { login = 'alice', typed = 'a wrong guess', challenge = '' } = {}) =>
  code(
    app
      .connectFrom(address)
      .call('accounts.login', { login, password: typed, ...(challenge === '' ? {} : { challenge }) }),
  )

const challengeFor = (app: TestApp, address: string, login?: string) =>
  app.connectFrom(address).call('accounts.challenge', login === undefined ? {} : { login })

const failures = (app: TestApp) =>
  app.database.read(async (db) => {
    const rows = await db.selectFrom('failures').selectAll().orderBy('key').execute()
    return Object.fromEntries(rows.map(({ key, count }) => [key, count]))
  })

/** Stores failures as if they had happened just now. */
const failed = (app: TestApp, counts: Record<string, number>) =>
  app.database.write((tx) =>
    putFailures(
      tx.db,
      Object.entries(counts).map(([key, count]) => ({ key, count, at: tx.now })),
    ),
  )

test('failures pause the tries on one account from one address: its owner elsewhere signs in at once', async () => {
  await using app = await start()
  for (let tries = 0; tries < 10; tries++) expect(await tryFrom(app, '10.0.0.1')).toBe('bad_credentials')
  expect(await tryFrom(app, '10.0.0.1', { typed: password })).toBe('rate_limited')
  expect(await tryFrom(app, '10.0.0.2', { typed: password })).toBe('accepted')
  expect(await tryFrom(app, '10.0.0.1', { login: 'bobby', typed: password })).toBe('accepted')
})

test('an account guessed at from many addresses takes harder proofs, and pauses at no address that did not fail', async () => {
  await using app = await start({ rateLimits: true })
  for (let attacker = 0; attacker < 3; attacker++)
    expect(await tryFrom(app, `10.0.1.${attacker}`)).toBe('bad_credentials')
  expect(await tryFrom(app, '10.0.1.3')).toBe('challenge_required')
  expect(await failures(app)).toMatchObject({ 'account alice': 3 })
  await failed(app, { 'account alice': 10 })
  const easy = await challengeFor(app, '10.0.0.2')
  const hard = await challengeFor(app, '10.0.0.2', ' @Alice')
  expect(hard.parameters.cost).toBe(2 * easy.parameters.cost)
  expect(await tryFrom(app, '10.0.0.2', { typed: password })).toBe('challenge_required')
  expect(await tryFrom(app, '10.0.0.2', { typed: password, challenge: await solved(easy) })).toBe('challenge_required')
  expect(await tryFrom(app, '10.0.0.2', { typed: password, challenge: 'nonsense' })).toBe('challenge_invalid')
  expect(await tryFrom(app, '10.0.0.2', { typed: password, challenge: await solved(hard) })).toBe('accepted')
})

test('proofs grow harder with the failures of an account, up to four times the work', async () => {
  await using app = await start({ rateLimits: true })
  const costs: number[] = []
  for (const count of [2, 3, 10, 30, 100, 1_000_000]) {
    await failed(app, { 'account alice': count })
    costs.push((await challengeFor(app, '10.0.0.2', 'alice')).parameters.cost)
  }
  expect(costs).toEqual([50, 50, 100, 200, 200, 200])
  expect((await challengeFor(app, '10.0.0.2', 'bobby')).parameters.cost).toBe(50)
})

test('in a pause the hardest proof gets the right password in, until very many tries have failed', async () => {
  await using app = await start({ rateLimits: true })
  await failed(app, { 'account alice': 20, 'pair alice 10.0.0.1': 20, 'address 10.0.0.1': 20 })
  const easy = await solved(await challengeFor(app, '10.0.0.1'))
  expect(await tryFrom(app, '10.0.0.1', { typed: password, challenge: easy })).toBe('challenge_required')
  const hardest = await challengeFor(app, '10.0.0.1', 'alice')
  expect(hardest.parameters.cost).toBe(200)
  expect(await tryFrom(app, '10.0.0.1', { typed: password, challenge: await solved(hardest) })).toBe('accepted')
  await failed(app, { 'pair alice 10.0.0.1': 100 })
  expect(await tryFrom(app, '10.0.0.1', { typed: password })).toBe('rate_limited')
})

test('one success forgives what failed for this account from this address, and nothing else', async () => {
  await using app = await start()
  await failed(app, {
    'account alice': 14,
    'account bobby': 2,
    'address 10.0.0.1': 29,
    'address 10.0.0.2': 9,
    'pair alice 10.0.0.1': 5,
    'pair alice 10.0.0.2': 9,
    'pair bobby 10.0.0.1': 2,
  })
  expect(await tryFrom(app, '10.0.0.1', { typed: password })).toBe('accepted')
  expect(await failures(app)).toEqual({
    'account alice': 9,
    'account bobby': 2,
    'address 10.0.0.1': 29,
    'address 10.0.0.2': 9,
    'pair alice 10.0.0.2': 9,
    'pair bobby 10.0.0.1': 2,
  })
  expect(await tryFrom(app, '10.0.0.1', { login: 'nobody' })).toBe('bad_credentials')
  expect(await tryFrom(app, '10.0.0.1', { typed: password })).toBe('rate_limited')
})

test('failures on one node count on the others, and are forgotten an hour after the last', async () => {
  const clock = new FakeClock()
  await using app = await start({ clock })
  await using other = await TestApp.start({ clock, beside: app })
  for (let tries = 0; tries < 10; tries++) await tryFrom(tries % 2 === 0 ? app : other, '10.0.0.1')
  for (const node of [app, other]) expect(await tryFrom(node, '10.0.0.1', { typed: password })).toBe('rate_limited')
  await clock.leap(FORGET_MS + 1_000)
  expect(await tryFrom(app, '10.0.0.1')).toBe('bad_credentials')
  expect(await failures(app)).toMatchObject({ 'account alice': 1, 'pair alice 10.0.0.1': 1, 'address 10.0.0.1': 1 })
})

test('an unknown name gets the same responses as a known one, with and without proofs', async () => {
  await using app = await start({ rateLimits: true })
  const answers = async (login: string, address: string) => {
    const heard: unknown[] = []
    for (let tries = 0; tries < 5; tries++) {
      const { parameters } = await challengeFor(app, address, login)
      heard.push(parameters.cost, await tryFrom(app, address, { login }))
    }
    await failed(app, { [`account ${login}`]: 40, [`pair ${login} ${address}`]: 101 })
    const { parameters } = await challengeFor(app, address, login)
    return [...heard, parameters.cost, await tryFrom(app, address, { login })]
  }
  expect(await answers('nobody', '10.0.0.3')).toEqual(await answers('alice', '10.0.0.4'))
})

test("a text that can't be a user name may be a password, so it is not stored", async () => {
  await using app = await start()
  expect(await tryFrom(app, '10.0.0.1', { login: password, typed: 'alice' })).toBe('bad_credentials')
  expect(await failures(app)).toEqual({ 'address 10.0.0.1': 1 })
})

test(`guesses for "password of ..." don't prevent a user from changing their password`, async () => {
  await using app = await start()
  const carol = await app.person('carol', { password })
  for (const login of [`password of ${carol.me.id}`, `change ${carol.me.id}`, 'carol'])
    for (let tries = 0; tries < 10; tries++) await tryFrom(app, '127.0.0.1', { login })
  await carol.call('accounts.changePassword', { password, newPassword: 'seven paper boats ashore' })
})

test('guesses from a stolen session keep the owner from changing the password in no other session', async () => {
  await using app = await start()
  const carol = await app.person('carol', { password })
  const { session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const stolen = await app.signedIn(carol.me, session.token)
  const change = (typed: string) => ({ password: typed, newPassword: 'seven paper boats ashore' })
  for (let tries = 0; tries < 10; tries++)
    expect(await code(stolen.call('accounts.changePassword', change('a guess')))).toBe('bad_credentials')
  expect(await code(stolen.call('accounts.changePassword', change(password)))).toBe('rate_limited')
  expect(await code(carol.call('accounts.changePassword', change(password)))).toBe('accepted')
})

test('a try that a busy server turned away does not count', async () => {
  await using app = await start()
  let over = false
  const keepBusy = async () => {
    while (!over) await app.core.passwords.hash('much to do').catch(() => Bun.sleep(0))
  }
  const busy = Array.from({ length: 250 }, keepBusy)
  let wrong = 0
  for (let at = 0; at < 1_000; at++) {
    const outcome = await tryFrom(app, `10.1.${at >> 8}.${at & 255}`, { login: `user${at}` })
    if (outcome === 'unavailable') break
    expect(outcome).toBe('bad_credentials')
    wrong++
  }
  over = true
  await Promise.all(busy)
  expect(wrong).toBeLessThan(1_000)
  expect(Object.keys(await failures(app))).toHaveLength(3 * wrong)
})

test('housekeeping removes what is forgotten, and keeps the rest', async () => {
  const clock = new FakeClock()
  await using app = await start({ clock })
  await tryFrom(app, '10.0.0.1')
  await clock.leap(FORGET_MS - 1_000)
  await tryFrom(app, '10.0.0.2', { login: 'bobby' })
  await clock.advance(2_000)
  expect(await app.database.write((tx) => app.core.throttle.removeOld(tx, 100))).toBe(3)
  expect(Object.keys(await failures(app))).toEqual(['account bobby', 'address 10.0.0.2', 'pair bobby 10.0.0.2'])
})

test('an erased account loses its failures, and no account whose name begins alike', async () => {
  await using app = await start()
  const counts = (name: string) => ({ [`account ${name}`]: 3, [`pair ${name} 10.0.0.1`]: 3 })
  await failed(app, { ...counts('bob'), ...counts('bobby'), ...counts('bo'), 'address 10.0.0.1': 9 })
  await app.database.write((tx) => app.core.throttle.forgetName(tx, 'bob'))
  expect(await failures(app)).toEqual({ ...counts('bobby'), ...counts('bo'), 'address 10.0.0.1': 9 })
})
