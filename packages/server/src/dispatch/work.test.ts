import { expect, test } from 'bun:test'
import { type ChatId, limits, newUuidV7, type Params, rates, WORLD_CHAT_ID } from '@parley/protocol'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'
import { selectByUsername } from '../users/store'

const wholeSync: Params<'sync.pull'> = { user: 0 as Params<'sync.pull'>['user'], chats: {}, last: true }

/** Calls until a refusal; answers how many succeeded and the refusal. */
const untilRefused = async (person: Person, call: () => Promise<unknown>) => {
  for (let calls = 0; calls < rates.read.burst; calls++) {
    const refused = await call().then(
      () => undefined,
      (error: Refused) => error,
    )
    if (refused) return { calls, code: refused.code }
  }
  throw new Error(`${person.me.username} was never refused`)
}

/** A user whose world is full of long messages, which came slowly enough for the flood brake. */
const reader = async (app: TestApp, clock: FakeClock): Promise<Person> => {
  const alice = await app.person('alice')
  for (let at = 0; at < limits.snapshotMessages; at++) {
    await alice.say(WORLD_CHAT_ID, 'x'.repeat(limits.textMaxChars))
    await clock.advance(1_000)
  }
  return alice
}

test('large answers are charged by their length, long before there were too many calls', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await reader(app, clock)
  const bob = await app.person('bob')
  const { calls, code } = await untilRefused(alice, () => alice.call('sync.pull', wholeSync))
  expect(code).toBe('rate_limited')
  const answerChars = limits.snapshotMessages * limits.textMaxChars
  expect(calls).toBeGreaterThan(rates.work.burst / (answerChars / 1_024) / 2)
  expect(calls).toBeLessThan(rates.work.burst / (answerChars / 1_024) + 2)
  // Another account pays nothing for it.
  await bob.call('accounts.me', {})
  // The debt is paid after a while.
  await clock.advance(2_000)
  await alice.call('accounts.me', {})
})

test('lists in parameters are charged for each of their entries', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await app.person('alice')
  const ids = Array.from({ length: limits.usersPerGet }, () => alice.me.id)
  const { calls } = await untilRefused(alice, () => alice.call('users.get', { ids }))
  expect(calls).toBeLessThan(rates.work.burst / limits.usersPerGet + 1)
})

test("creating groups and inviting into them have a small rate, so that users aren't added to group after group", async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const makeWithBob = () =>
    alice.call('groups.create', { id: newUuidV7() as ChatId, name: 'Boats', userIds: [bob.me.id] })
  const { chat } = await makeWithBob()
  const { calls, code } = await untilRefused(alice, makeWithBob)
  expect([calls, code]).toEqual([rates.groups.burst - 1, 'rate_limited'])
  await bob.call('groups.leave', { chatId: chat.id })
  await expect(alice.call('groups.invite', { chatId: chat.id, userIds: [bob.me.id] })).rejects.toThrow('rate_limited')
  // Everything else goes on.
  await alice.say(chat.id, 'without bob')
})

test('watchers of a channel receive a limited number of joins of a user who comes and goes all the time', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const alice = await app.person('alice')
  const bob = await app.person('bob')
  const { chat } = await alice.call('channels.create', { id: newUuidV7() as ChatId, name: 'Boats' })
  const comeAndGo = async () => {
    await bob.call('channels.join', { chatId: chat.id })
    await bob.call('channels.leave', { chatId: chat.id })
  }
  expect(await untilRefused(bob, comeAndGo)).toEqual({ calls: rates.groups.burst, code: 'rate_limited' })
  // Other writes are allowed again soon.
  await clock.advance(2_000)
  await bob.call('accounts.update', { name: 'Robert' })
  await expect(comeAndGo()).rejects.toThrow('rate_limited')
})

test('a stolen session can keep the owner neither from ending it nor from a new password', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const password = 'correct horse 5 battery'
  const alice = await app.person('alice', { password })
  const { session } = await app.connect().call('accounts.login', { login: 'alice', password })
  const thief = await app.signedIn(alice.me, session.token)
  const ids = Array.from({ length: limits.usersPerGet }, () => alice.me.id)
  await untilRefused(thief, () => thief.call('users.get', { ids }))
  await expect(alice.call('accounts.me', {})).rejects.toThrow('rate_limited')
  const { sessions } = await alice.call('sessions.list', {})
  const stolen = sessions.find(({ current }) => !current)
  if (!stolen) throw new Error('there is one session')
  await alice.call('accounts.changePassword', { password, newPassword: 'nine copper kettles ashore' })
  await alice.call('sessions.revoke', { sessionId: stolen.id })
  expect(thief.connection.closedWith).toBe(4501)
})

test('the reserve of a session is small and no other session of the account can use it up', async () => {
  const clock = new FakeClock(Date.now())
  await using app = await TestApp.start({ clock, rateLimits: true })
  const password = 'correct horse 5 battery'
  const alice = await app.person('alice', { password })
  const { session } = await app.connect().call('accounts.login', { login: 'alice', password })
  const thief = await app.signedIn(alice.me, session.token)
  const list = (person: Person) => () => person.call('sessions.list', {})
  const calls = Array.from({ length: rates.read.burst + rates.reserve.burst }, () => list(thief))
  for (const call of calls) await call()
  await expect(list(thief)()).rejects.toThrow('rate_limited')
  await expect(alice.call('accounts.me', {})).rejects.toThrow('rate_limited')
  expect((await list(alice)()).sessions).toHaveLength(2)
})

test('the sessions of one account together have a bounded reserve', async () => {
  await using app = await TestApp.start({ clock: new FakeClock(Date.now()), rateLimits: true })
  const alice = await app.person('alice')
  const key = (await app.database.read((db) => selectByUsername(db, 'alice')))?.key ?? 0
  const from = { device: 'phone', address: '203.0.113.9' }
  const tokens = await app.database.write(async (tx) => {
    await tx.lock({ users: [key] })
    const made: string[] = []
    for (let count = 1; count < limits.sessionsPerAccount; count++)
      made.push((await app.core.sessions.createSession(tx, { key, id: alice.me.id }, from)).token)
    return made
  })
  let calls = 0
  for (const token of tokens.slice(-20)) {
    const device = await app.signedIn(alice.me, token)
    while (
      await device.call('sessions.list', {}).then(
        () => true,
        () => false,
      )
    )
      calls++
  }
  expect(calls).toBe(rates.read.burst + rates.reserves.burst)
})
