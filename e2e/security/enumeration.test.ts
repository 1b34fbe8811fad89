import { expect, test } from 'bun:test'
import { addPasskey, usePasskey } from '@parley/server/src/testing/authenticator'
import { eventually } from '@parley/server/src/testing/eventually'
import { mailedCode } from '@parley/server/src/testing/mailed-code'
import { turnOnSecondFactor } from '@parley/server/src/testing/second-factor'
import { Refused, TestApp } from '@parley/server/src/testing/test-app'

/** Measurements of each kind. */
const MEASURED = 1_000
/** Cheaper than that of a server, so that other differences show more. */
const passwordCost = { memoryKib: 4_096, passes: 2 }
/** Chance of a false alarm below 1 in 100,000. */
const Z_MAX = 4.4

/**
 * The z value of the Mann–Whitney test: how many standard deviations the rank sum of `a` is away from chance. It compares
 * orders, never durations, so a busy machine delays both kinds alike.
 */
const rankZ = (a: readonly number[], b: readonly number[]): number => {
  const all = [...a.map((ms) => ({ ms, isA: true })), ...b.map((ms) => ({ ms, isA: false }))]
  const ordered = all.toSorted((x, y) => x.ms - y.ms)
  const rankSum = ordered.reduce((sum, { isA }, at) => sum + (isA ? at + 1 : 0), 0)
  const [n, m] = [a.length, b.length]
  const mean = (n * (n + m + 1)) / 2
  return (rankSum - mean) / Math.sqrt((n * m * (n + m + 1)) / 12)
}

/** Runs two kinds of call in random order, and returns the z value of their durations and all responses. */
const compare = async (kinds: readonly [() => Promise<string>, () => Promise<string>], between = async () => {}) => {
  const durations: [number[], number[]] = [[], []]
  const responses = [new Set<string>(), new Set<string>()]
  while (durations.some((list) => list.length < MEASURED)) {
    const kind = Math.random() < 0.5 ? 0 : 1
    const own = durations[kind]
    if (own.length >= MEASURED) continue
    await between()
    const began = performance.now()
    const response = await kinds[kind]()
    own.push(performance.now() - began)
    responses[kind]?.add(response)
  }
  return { z: rankZ(...durations), responses: responses.map((set) => [...set]) }
}

const outcome = (call: Promise<unknown>): Promise<string> =>
  call.then(
    (result) => JSON.stringify(result),
    (error: unknown) => (error instanceof Refused ? `${error.code} ${error.field} ${error.message}` : String(error)),
  )

test('the rank test notices a difference of a few percent, and none in equal durations', () => {
  const sample = (by: number) => Array.from({ length: MEASURED }, (_, at) => by + ((at * 7_919) % 1_000) / 1_000)
  expect(Math.abs(rankZ(sample(1), sample(1.00001)))).toBeLessThan(Z_MAX)
  expect(Math.abs(rankZ(sample(1), sample(1.15)))).toBeGreaterThan(Z_MAX)
})

/** Carol has a confirmed address, bob has a second factor, and the request of dave for an account waits. Each call comes from another address, so that no pause slows it down. */
const start = async () => {
  const app = await TestApp.start({ kind: 'sqlite', passwordCost })
  const password = 'correct horse 5 battery'
  const carol = await app.person('carol', { password })
  await carol.call('accounts.setEmail', { email: 'carol@lake.example', password })
  const code = mailedCode((await app.mails()).at(-1)) ?? ''
  await carol.call('accounts.verifyEmail', { code })
  await turnOnSecondFactor(app, await app.person('bob', { password }), password)
  await app.core.admin.grant('carol')
  await carol.call('admin.setRegistration', { registration: 'approval' })
  await app.connect().call('accounts.requestAccount', { username: 'dave', name: 'Dave', password })
  let calls = 0
  const door = () => {
    calls++
    return app.connectFrom(`10.${calls >> 16}.${(calls >> 8) & 255}.${calls & 255}`)
  }
  return { app, door, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('recovery takes the same time and responds the same for known and unknown logins', async () => {
  await using scene = await start()
  const { recovery } = scene.app.core
  const recover = (login: string) => () => outcome(scene.door().call('accounts.recover', { login }))
  // Later calls coincide with the work for earlier ones, none of which is dropped.
  const settled = () => eventually(() => recovery.requests < 100)
  const { z, responses } = await compare([recover('carol@lake.example'), recover('nobody@lake.example')], settled)
  expect(responses).toEqual([['{}'], ['{}']])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})

test('a wrong code takes the same time and responds the same for known and unknown logins', async () => {
  await using scene = await start()
  const reset = (login: string) => () => {
    const wrong = { login, code: '00000000', newPassword: 'seven paper boats ashore' }
    return outcome(scene.door().call('accounts.resetPassword', wrong))
  }
  const { z, responses } = await compare([reset('carol@lake.example'), reset('nobody@lake.example')])
  expect(responses[0]).toEqual([expect.stringMatching(/^code_invalid code /)])
  expect(responses[0]).toEqual(responses[1] ?? [])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})

test('signing in with a wrong password takes the same time for known and unknown addresses', async () => {
  await using scene = await start()
  const signIn = (login: string) => () => outcome(scene.door().call('accounts.login', { login, password: 'wrong' }))
  const { z, responses } = await compare([signIn('carol@lake.example'), signIn('nobody@lake.example')])
  expect(responses[0]).toEqual(responses[1] ?? [])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})

test('[RQ2] signing in with a wrong password takes the same time for a waiting request, an account and an unknown name', async () => {
  await using scene = await start()
  const signIn = (login: string) => () => outcome(scene.door().call('accounts.login', { login, password: 'wrong' }))
  for (const other of ['carol', 'nobody']) {
    const { z, responses } = await compare([signIn('dave'), signIn(other)])
    expect(responses[0]).toEqual([expect.stringMatching(/^bad_credentials /)])
    expect(responses[0]).toEqual(responses[1] ?? [])
    expect(Math.abs(z)).toBeLessThan(Z_MAX)
  }
})

test('a wrong password takes the same time and responds the same with and without a second factor', async () => {
  await using scene = await start()
  const signIn = (login: string) => () => outcome(scene.door().call('accounts.login', { login, password: 'wrong' }))
  const { z, responses } = await compare([signIn('bob'), signIn('carol')])
  expect(responses[0]).toEqual([expect.stringMatching(/^bad_credentials /)])
  expect(responses[0]).toEqual(responses[1] ?? [])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})

test('a wrong code for a new password takes the same time and responds the same with and without a second factor', async () => {
  await using scene = await start()
  const reset = (login: string) => () =>
    outcome(
      scene.door().call('accounts.resetPassword', { login, code: '00000000', newPassword: 'seven paper boats ashore' }),
    )
  const { z, responses } = await compare([reset('bob'), reset('carol')])
  expect(responses[0]).toEqual([expect.stringMatching(/^code_invalid code /)])
  expect(responses[0]).toEqual(responses[1] ?? [])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})

test('an unknown passkey takes the same time and gets the same response as a wrong signature of a known one', async () => {
  await using scene = await start()
  const { app } = scene
  const password = 'correct horse 5 battery'
  const { user, session } = await app.connect().call('accounts.login', { login: 'carol', password })
  const { device } = await addPasskey(app, await app.signedIn(user, session.token), { password })
  const right = await usePasskey(app, device)
  const { signature } = (await usePasskey(app, device)).response
  const wrong = { ...right, response: { ...right.response, signature } }
  const id = Buffer.alloc(32, 7).toString('base64url')
  const signIn = (credential: typeof wrong) => () =>
    outcome(scene.door().call('accounts.loginWithPasskey', { credential }))
  const { z, responses } = await compare([signIn(wrong), signIn({ ...wrong, id, rawId: id })])
  expect(responses[0]).toEqual([expect.stringMatching(/^passkey_invalid credential /)])
  expect(responses[0]).toEqual(responses[1] ?? [])
  expect(Math.abs(z)).toBeLessThan(Z_MAX)
})
