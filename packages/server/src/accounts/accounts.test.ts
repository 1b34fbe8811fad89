import { expect, test } from 'bun:test'
import type { Params } from '@parley/protocol'
import type { Database } from '../storage/database'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { type Refused, TestApp } from '../testing/test-app'

const password = 'tidal fox lamp 9'
const registration = (username: string, more: Partial<Params<'accounts.register'>> = {}) => ({
  username,
  password,
  name: username,
  ...more,
})

const refusal = async (call: Promise<unknown>): Promise<{ code: string; field: string | undefined }> => {
  const outcome = await call.then(
    () => ({ code: 'accepted', field: undefined }),
    ({ code, field }: Refused) => ({ code, field }),
  )
  return outcome
}

test('registering makes an account with saved messages, signed in', async () => {
  await using app = await TestApp.start()
  const door = app.connect()
  const { user, session } = await door.call('accounts.register', registration(' Alice ', { name: 'Alice A.' }))
  expect(user).toMatchObject({ username: 'alice', name: 'Alice A.', admin: false })
  expect(session).toMatchObject({ current: true, device: 'test' })
  const alice = await app.signedIn(user, session.token)
  const { chats, user: own } = await alice.call('sync.pull', {})
  expect(chats.map(({ chat }) => chat?.kind).toSorted()).toEqual(['channel', 'direct'])
  expect(own?.states).toHaveLength(2)
})

test('a user name is taken without regard to case, also when two ask at once', async () => {
  await using app = await TestApp.start()
  const door = app.connect()
  const both = await Promise.all(
    ['alice', 'ALICE'].map((username) => refusal(door.call('accounts.register', registration(username)))),
  )
  expect(both.map(({ code }) => code).toSorted()).toEqual(['accepted', 'username_taken'])
  expect(await refusal(door.call('accounts.register', registration('Alice')))).toEqual({
    code: 'username_taken',
    field: 'username',
  })
})

test.each([
  ['short', 'invalid_params'],
  ['alice-loves-bob', 'weak_password'],
  ['password2026!', 'weak_password'],
  ['aaaaaaaaaaaa', 'weak_password'],
])('the password %p is refused', async (weak, code) => {
  await using app = await TestApp.start()
  const asked = app.connect().call('accounts.register', registration('alice', { password: weak }))
  expect(await refusal(asked)).toEqual({ code, field: 'password' })
})

test.each(['', 'al', '1alice', 'al ice', 'alice!', 'a'.repeat(33), 'аlice', '__proto__', 'alice\0'])(
  'the user name %p is refused',
  async (username) => {
    await using app = await TestApp.start()
    const asked = app.connect().call('accounts.register', registration(username))
    expect(await refusal(asked)).toEqual({ code: 'invalid_params', field: 'username' })
  },
)

test('the database holds no password and no token', async () => {
  await using app = await TestApp.start()
  const { session } = await app.connect().call('accounts.register', registration('alice'))
  const rows = await app.database.read(async (db) => [
    ...(await db.selectFrom('users').selectAll().execute()),
    ...(await db.selectFrom('sessions').selectAll().execute()),
    ...(await db.selectFrom('meta').selectAll().execute()),
  ])
  const text = JSON.stringify(rows, (_key, value) =>
    value instanceof Uint8Array ? Buffer.from(value).toString('base64url') : value,
  )
  expect(text).toContain('$argon2id$')
  expect(text).not.toContain(password)
  expect(text).not.toContain(session.token)
})

test('signing in takes the user name in any case, with or without @', async () => {
  await using app = await TestApp.start()
  const door = app.connect()
  await door.call('accounts.register', registration('alice'))
  for (const login of ['alice', ' ALICE ', '@Alice'])
    expect((await door.call('accounts.login', { login, password })).user.username).toBe('alice')
})

test('a wrong name and a wrong password answer alike', async () => {
  await using app = await TestApp.start()
  const door = app.connect()
  await door.call('accounts.register', registration('alice'))
  const wrong = await refusal(door.call('accounts.login', { login: 'alice', password: 'something else' }))
  const nobody = await refusal(door.call('accounts.login', { login: 'nobody', password }))
  const empty = await refusal(door.call('accounts.login', { login: 'alice', password: '' }))
  const injected = await refusal(door.call('accounts.login', { login: "alice' --", password }))
  expect([wrong, nobody, empty, injected]).toEqual(new Array(4).fill({ code: 'bad_credentials', field: undefined }))
})

test('other devices receive a new sign-in', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const door = app.connect()
  await door.call('accounts.login', { login: 'alice', password: 'correct horse 5 battery', device: 'phone' })
  const delta = alice.connection.events('user.delta').at(-1)
  expect(delta?.sessions).toMatchObject([{ device: 'phone', current: false }])
  expect(JSON.stringify(alice.connection.frames)).not.toContain('token')
})

test('[DL29] signing out ends the session everywhere', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const second = await app.signedIn(alice.me, alice.token)
  await alice.call('accounts.logout', {})
  await eventually(() => second.connection.closedWith !== undefined)
  expect(second.connection.closedWith).toBe(4501)
  expect(await refusal(app.connect().call('session.open', { token: alice.token }))).toMatchObject({
    code: 'unauthenticated',
  })
})

test('[DL8] a new name raises the user rev by one and reaches the other devices', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const before = alice.connection.events('user.delta').at(-1)?.rev ?? 0
  const me = await alice.call('accounts.update', { name: 'Alice B.' })
  expect(me.name).toBe('Alice B.')
  const delta = alice.connection.events('user.delta').at(-1)
  expect(delta).toMatchObject({ from: me.rev - 1, rev: me.rev, me })
  expect(me.rev).toBeGreaterThan(before)
  expect(await alice.call('accounts.update', { name: 'Alice B.' })).toEqual(me)
  expect((await alice.call('accounts.me', {})).user).toEqual(me)
})

test('repeated failures bring a growing pause, for an account that exists or not', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const door = app.connect()
  await door.call('accounts.register', registration('alice'))
  for (const login of ['alice', 'nobody']) {
    for (let at = 0; at < 10; at++)
      expect(await refusal(door.call('accounts.login', { login, password: 'wrong' }))).toMatchObject({
        code: 'bad_credentials',
      })
    expect(await refusal(door.call('accounts.login', { login, password }))).toMatchObject({ code: 'rate_limited' })
  }
  await clock.advance(1_001)
  expect(await refusal(door.call('accounts.login', { login: 'alice', password }))).toMatchObject({ code: 'accepted' })
})

test('many guesses at once gain nothing over guesses one by one', async () => {
  await using app = await TestApp.start({ clock: new FakeClock() })
  const door = app.connect()
  await door.call('accounts.register', registration('alice'))
  const guesses = Array.from({ length: 100 }, (_, at) =>
    refusal(door.call('accounts.login', { login: 'alice', password: `guess ${at}` })),
  )
  const outcomes = (await Promise.all(guesses)).map(({ code }) => code)
  expect(outcomes.filter((code) => code === 'bad_credentials')).toHaveLength(10)
  expect(outcomes.filter((code) => code === 'rate_limited')).toHaveLength(90)
})

test('changing a password needs the old one; the other sessions end on request', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const old = 'correct horse 5 battery'
  const fresh = 'seven paper boats ashore'
  const login = (password: string) => app.connect().call('accounts.login', { login: 'alice', password })
  const phone = await app.signedIn(alice.me, (await login(old)).session.token)
  const change = (password: string, newPassword: string, endOthers = false) =>
    alice.call('accounts.changePassword', { password, newPassword, endOthers })
  await expect(change('something else', fresh)).rejects.toMatchObject({ code: 'bad_credentials', field: 'password' })
  await expect(change(old, 'alice alice')).rejects.toMatchObject({ code: 'weak_password', field: 'newPassword' })
  await expect(change(old, 'short')).rejects.toMatchObject({ code: 'invalid_params', field: 'newPassword' })
  expect((await change(old, fresh)).sessions).toEqual([])
  await expect(login(old)).rejects.toMatchObject({ code: 'bad_credentials' })
  const tablet = await app.signedIn(alice.me, (await login(fresh)).session.token)
  expect((await change(fresh, old, true)).sessions).toHaveLength(2)
  expect([phone.connection.closedWith, tablet.connection.closedWith]).toEqual([4501, 4501])
  expect((await alice.call('accounts.me', {})).user.username).toBe('alice')
})

test('of two changes of a password at once, one holds', async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const wishes = ['seven paper boats ashore', 'eight paper boats ashore']
  const changes = wishes.map((newPassword) =>
    refusal(alice.call('accounts.changePassword', { password: 'correct horse 5 battery', newPassword })),
  )
  const outcomes = (await Promise.all(changes)).map(({ code }) => code)
  expect(outcomes.toSorted()).toEqual(['accepted', 'bad_credentials'])
  const held = wishes[outcomes.indexOf('accepted')] ?? ''
  await app.connect().call('accounts.login', { login: 'alice', password: held })
})

test('a sign-in that looked up the old password before a change is refused after it', async () => {
  let reads: HeldReads | undefined
  const wrap = (database: Database) => {
    reads = new HeldReads(database)
    return reads
  }
  await using app = await TestApp.start({ wrap })
  const alice = await app.person('alice')
  const password = 'correct horse 5 battery'
  const door = app.connect()
  const held = reads?.hold()
  const login = refusal(door.call('accounts.login', { login: 'alice', password }))
  await held?.answered
  await alice.call('accounts.changePassword', { password, newPassword: 'seven paper boats ashore', endOthers: true })
  held?.release()
  expect((await login).code).toBe('bad_credentials')
})

test('guessing the old password from a session is slowed down, and lets its owner sign in', async () => {
  const clock = new FakeClock()
  await using app = await TestApp.start({ clock })
  const alice = await app.person('alice')
  const guess = () =>
    alice.call('accounts.changePassword', { password: 'a guess', newPassword: 'seven paper boats ashore' })
  for (let tries = 0; tries < 10; tries++) await expect(guess()).rejects.toMatchObject({ code: 'bad_credentials' })
  await expect(guess()).rejects.toMatchObject({ code: 'rate_limited' })
  await app.connect().call('accounts.login', { login: 'alice', password: 'correct horse 5 battery' })
})

test("a user's about text is in the public profile, until it is removed", async () => {
  await using app = await TestApp.start()
  const alice = await app.person('alice')
  const bob = await app.person('bobby')
  const bioOf = async () => (await bob.call('users.get', { ids: [alice.me.id] })).users[0]?.bio
  expect(await alice.call('accounts.update', { bio: ' I like kites.\nAnd tea. ' })).toMatchObject({ name: 'alice' })
  expect(await bioOf()).toBe('I like kites.\nAnd tea.')
  await alice.call('accounts.update', { name: 'Alice L.' })
  expect(await bioOf()).toBe('I like kites.\nAnd tea.')
  expect(await alice.call('accounts.update', { bio: '' })).not.toHaveProperty('bio')
  await expect(alice.call('accounts.update', { bio: 'x'.repeat(201) })).rejects.toMatchObject({ field: 'bio' })
})
