import { expect, test } from 'bun:test'
import { rates } from '@parley/protocol'
import { type Refused, TestApp, type TestConnection } from '../testing/test-app'

const tryToSignIn = (connection: TestConnection, login: string): Promise<string> =>
  connection.call('accounts.login', { login, password: 'a wrong guess' }).then(
    () => 'ok',
    ({ code }: Refused) => code,
  )

test('signing in and registering are counted by address, also on connections of people who are signed in', async () => {
  await using app = await TestApp.start({ rateLimits: true })
  const people = [await app.person('alice'), await app.person('bobby')]
  const outcomes: string[] = []
  for (let at = 0; at < rates.auth.burst; at++)
    outcomes.push(await tryToSignIn(people[at % 2]?.connection ?? app.connect(), `nobody${at}`))
  // Both registered from here before.
  expect(outcomes.filter((code) => code === 'bad_credentials').length).toBeLessThan(rates.auth.burst)
  expect(outcomes.at(-1)).toBe('rate_limited')
})

test('an invalid parameter is named without keys that the caller made', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const wrong = async (chats: unknown) =>
    (await alice.call('sync.pull', { chats } as never).catch((refused: Refused) => refused)) as Refused
  const long = await wrong({ ['x'.repeat(60_000)]: 'no rev' })
  expect([long.code, long.field]).toEqual(['invalid_params', 'chats.*'])
  expect(long.message.length).toBeLessThan(200)
  const coloured = await wrong({ '\u001b[31m': -1 })
  expect([coloured.field, coloured.message]).toEqual(['chats.*', expect.not.stringContaining('\u001b')])
  const listed = await alice.call('users.get', { ids: ['no id'] } as never).catch((refused: Refused) => refused.field)
  expect(listed).toBe('ids.0')
})
