import { expect, test } from 'bun:test'
import { FakeClock } from '../testing/fake-clock'
import { type Refused, TestApp } from '../testing/test-app'

const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )
const account = { username: 'carol', password: 'tidal fox lamp 9', name: 'carol' }

test('guessing codes pauses every call with a code from its address, on all nodes, and no other call', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  await using other = await TestApp.start({ clock, beside: app })
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const { code: invite } = await alice.call('invites.create', {})
  const guessers = [
    () => app.connect().call('accounts.policy', { invite: 'guess' }),
    () => other.connect().call('accounts.policy', { setup: 'guess' }),
    () => app.connect().call('accounts.register', { ...account, invite: 'guess' }),
    () => other.connect().call('accounts.register', { ...account, setup: 'guess' }),
    () => bob.call('invites.open', { code: 'guess' }),
  ]
  for (let round = 0; round < 4; round++)
    for (const guess of guessers) expect(await code(guess())).not.toBe('rate_limited')
  for (const guess of guessers) expect(await code(guess())).toBe('rate_limited')
  expect(await code(app.connect().call('accounts.policy', { invite }))).toBe('rate_limited')
  expect(await other.connectFrom('10.0.0.2').call('accounts.policy', { invite })).toMatchObject({ inviteValid: true })
  expect(await code(app.connect().call('accounts.policy', {}))).toBe('accepted')
  expect(await code(other.connect().call('accounts.register', account))).toBe('accepted')
  await clock.advance(1_001)
  expect(await app.connect().call('accounts.policy', { invite })).toMatchObject({ inviteValid: true })
})

test('codes that work count as no guess', async () => {
  await using app = await TestApp.start({ clock: new FakeClock() })
  const alice = await app.person('alice')
  const { code: invite } = await alice.call('invites.create', {})
  for (let visits = 0; visits < 30; visits++)
    expect(await app.connect().call('accounts.policy', { invite })).toMatchObject({ inviteValid: true })
  expect(await app.database.read((db) => db.selectFrom('failures').selectAll().execute())).toEqual([])
})
