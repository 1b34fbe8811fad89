import { expect, test } from 'bun:test'
import { limits } from '@parley/protocol'
import type { Challenge } from '@parley/protocol/accounts'
import { systemClock } from '../lib/clock'
import { Failure } from '../lib/fail'
import { HeldReads } from '../testing/held-reads'
import { solved } from '../testing/solved'
import { type Refused, TestApp } from '../testing/test-app'
import { insertUsed } from './challenge-store'
import { Challenges } from './challenges'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused | Failure) => (error instanceof Failure ? error.failure : error.code),
  )

const account = (username: string, challenge?: string) => ({
  username,
  name: username,
  password: 'tidal fox lamp 9',
  ...(challenge === undefined ? {} : { challenge }),
})

const encoded = (payload: unknown): string => btoa(JSON.stringify(payload))

test('registering takes the solution of a challenge, once', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const door = app.connect()
  expect(await door.call('accounts.policy', {})).toMatchObject({ challenge: true })
  expect(await code(door.call('accounts.register', account('alice')))).toBe('challenge_required')
  const solution = await solved(await door.call('accounts.challenge', {}))
  expect(await code(door.call('accounts.register', account('alice', solution)))).toBe('accepted')
  expect(await code(door.call('accounts.register', account('bob', solution)))).toBe('challenge_invalid')
})

test('of two calls with the same solution at once one is refused', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const door = app.connect()
  const solution = await solved(await door.call('accounts.challenge', {}))
  const both = await Promise.all(
    ['alice', 'bob'].map((username) => code(door.call('accounts.register', account(username, solution)))),
  )
  expect(both.toSorted()).toEqual(['accepted', 'challenge_invalid'])
})

test('unsolved, changed and foreign challenges are refused', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const door = app.connect()
  const right = await solved(await door.call('accounts.challenge', {}))
  const { challenge, solution } = JSON.parse(atob(right)) as {
    challenge: Challenge
    solution: { counter: number; derivedKey: string }
  }
  const easier = { ...challenge, parameters: { ...challenge.parameters, cost: 1 } }
  const longer = {
    ...challenge,
    parameters: { ...challenge.parameters, expiresAt: challenge.parameters.expiresAt + 1 },
  }
  const forgeries = [
    'not base64 at all!',
    encoded(null),
    encoded({}),
    encoded({ challenge, solution: { ...solution, counter: solution.counter + 1 } }),
    encoded({ challenge, solution: { ...solution, derivedKey: '00'.repeat(32) } }),
    encoded({ challenge: { ...challenge, signature: '00'.repeat(32) }, solution }),
    encoded({ challenge: longer, solution }),
    encoded({ challenge: easier, solution }),
  ]
  for (const [at, forged] of forgeries.entries())
    expect(await code(door.call('accounts.register', account(`forger${at}`, forged))), forged).toBe('challenge_invalid')
  expect(await code(door.call('accounts.register', account('alice', right)))).toBe('accepted')
})

test('a challenge is over after five minutes', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  let atMs = Date.now()
  const challenges = new Challenges({ database: app.database, clock: { now: () => atMs }, required: true })
  const [one, other] = [
    await solved(await challenges.createChallenge()),
    await solved(await challenges.createChallenge()),
  ]
  atMs += limits.challengeMs - 1_000
  expect(await code(challenges.redeemSolution(one))).toBe('accepted')
  atMs += 1_000
  expect(await code(challenges.redeemSolution(other))).toBe('challenge_invalid')
})

test('a database that fails once is asked again for the secret of all challenges', async () => {
  await using app = await TestApp.start()
  const database = new HeldReads(app.database)
  const challenges = new Challenges({ database, clock: systemClock, required: true })
  database.failWrite()
  await expect(challenges.createChallenge()).rejects.toThrow()
  await challenges.redeemSolution(await solved(await challenges.createChallenge()))
})

test('used challenges are dropped once they have expired', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  await app.person('alice')
  const kept = () => app.database.read((db) => db.selectFrom('used_challenges').select('nonce').execute())
  const [used] = await kept()
  const removed = await app.database.write(async (tx) => {
    await insertUsed(tx.db, { nonce: 'old', expires_at: tx.now - 1 })
    return app.core.challenges.removeOld(tx, 100)
  })
  expect(removed).toBe(1)
  expect(await kept()).toEqual(used ? [used] : [])
})

test('another node takes what this one gave out, and not a second time', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  await using other = await TestApp.start({ rateLimits: true, beside: app })
  const solution = await solved(await app.connect().call('accounts.challenge', {}))
  expect(await code(other.connect().call('accounts.register', account('alice', solution)))).toBe('accepted')
  expect(await code(app.connect().call('accounts.register', account('bob', solution)))).toBe('challenge_invalid')
})

test('after three failures signing in takes a challenge, also with the right password', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const alice = account('alice', await solved(await app.connect().call('accounts.challenge', {})))
  await app.connect().call('accounts.register', alice)
  const door = app.connect()
  const login = (password: string, challenge?: string) =>
    code(door.call('accounts.login', { login: 'alice', password, ...(challenge === undefined ? {} : { challenge }) }))
  for (let failures = 0; failures < 3; failures++) expect(await login('not this one 1')).toBe('bad_credentials')
  expect(await login(alice.password)).toBe('challenge_required')
  const solve = async () => solved(await door.call('accounts.challenge', {}))
  expect(await login('wrong again', await solve())).toBe('bad_credentials')
  expect(await login(alice.password, await solve())).toBe('accepted')
  expect(await login(alice.password)).toBe('accepted')
})
