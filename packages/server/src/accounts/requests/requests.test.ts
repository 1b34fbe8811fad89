import { expect, test } from 'bun:test'
import { type AccountRequest, limits, newUuidV7, type Params, WORLD_CHAT_ID } from '@parley/protocol'
import { copiedTables } from '../../cli/store-copy/tables'
import { toBytes } from '../../lib/uuid-bytes'
import { FakeClock } from '../../testing/fake-clock'
import { HttpApp } from '../../testing/http-app'
import { type Person, type Refused, TestApp, type TestAppOptions } from '../../testing/test-app'

const password = 'tidal fox lamp 9'
const request = (username: string, more: Partial<Params<'accounts.requestAccount'>> = {}) => ({
  username,
  password,
  name: username,
  ...more,
})
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

/** A server where alice, an administrator, approves new accounts. Bob is an ordinary user. */
const start = async (options: TestAppOptions = {}) => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, ...options })
  const alice = await app.person('alice', { setup: (await app.core.setupCode.renew()) ?? '' })
  const bob = await app.person('bobby')
  await alice.call('admin.setRegistration', { registration: 'approval' })
  const ask = async (username: string, more: Partial<Params<'accounts.requestAccount'>> = {}) => {
    const asked = await app.connect().call('accounts.requestAccount', request(username, more))
    // The next request comes later, and so it is listed after this one.
    await clock.advance(1)
    return asked
  }
  const waiting = async () => (await alice.call('admin.accountRequests', {})).requests
  const stateOf = async (ticket: string) => (await app.connect().call('accounts.requestState', { ticket })).state
  const login = (username: string, typed = password) =>
    app.connect().call('accounts.login', { login: username, password: typed })
  return {
    ...{ app, clock, alice, bob, ask, waiting, stateOf, login },
    [Symbol.asyncDispose]: () => app[Symbol.asyncDispose](),
  }
}

const answer = async (admin: Person, requests: readonly Pick<AccountRequest, 'id'>[], approve: boolean) =>
  admin.call('admin.answerRequests', { ids: requests.map(({ id }) => id), approve })

/** Makes all requests older: advancing the clock by a month would run every timer. */
const grow = (app: TestApp, byMs: number) =>
  app.database.write(({ db }) =>
    db
      .updateTable('account_requests')
      .set((row) => ({ at: row('at', '-', byMs) }))
      .execute(),
  )

/** Everything in the database, as text. */
const everything = (app: TestApp): Promise<string> =>
  app.database.read(async (db) => {
    const tables: unknown[] = []
    for (const { name } of copiedTables) tables.push(await db.selectFrom(name).selectAll().execute())
    return JSON.stringify(tables)
  })

test('[RQ1] a request makes no user: it is in no search, count or event of others, and administrators see its content', async () => {
  await using scene = await start()
  const { app, alice, bob, ask, waiting } = scene
  expect((await app.connect().call('accounts.policy', {})).registration).toBe('approval')
  expect(await code(app.connect().call('accounts.register', request('carol')))).toBe('approval_required')
  const before = { world: app.published.length, users: (await alice.call('admin.users', {})).total }
  const { expiresAt } = await ask('carol', { name: 'Carol Reed', note: ' Bob knows me ', device: 'Firefox' })
  const at = app.database.now() - 1
  expect(await waiting()).toEqual([
    {
      id: expect.any(String),
      ...{ username: 'carol', name: 'Carol Reed', note: 'Bob knows me', device: 'Firefox', address: '127.0.0.1', at },
      expiresAt: at + limits.accountRequestMs,
    },
  ])
  expect(expiresAt).toBe(at + limits.accountRequestMs)
  expect(app.published.length).toBe(before.world)
  expect((await alice.call('admin.users', {})).total).toBe(before.users)
  for (const query of ['carol', 'Carol Reed']) expect((await bob.call('users.search', { query })).users).toEqual([])
  expect(bob.connection.events('admin.requests')).toEqual([])
  expect(await code(bob.call('admin.accountRequests', {}))).toBe('forbidden')
  await ask('dave')
  const [, dave] = await waiting()
  expect(dave).not.toHaveProperty('note')
})

test('[RQ1] a request reserves its username, against other requests and against invite links', async () => {
  await using scene = await start()
  const { app, bob, ask } = scene
  const { code: invite } = await bob.call('invites.create', {})
  await ask('carol')
  expect(await code(ask('carol'))).toBe('username_taken')
  expect(await code(ask('bobby'))).toBe('username_taken')
  expect(await code(app.connect().call('accounts.register', request('carol', { invite } as object)))).toBe(
    'username_taken',
  )
})

test('[RQ1] invite links work without approval', async () => {
  await using scene = await start()
  const { app, bob, waiting } = scene
  const { code: invite } = await bob.call('invites.create', {})
  const carol = await app.person('carol', { invite })
  expect((await bob.call('chats.direct', { userId: carol.me.id })).chat.id).toBeString()
  expect(await waiting()).toEqual([])
})

test('[RQ1] other registration modes take no requests, and each says why', async () => {
  await using scene = await start()
  const { alice, app, ask } = scene
  for (const [registration, refusal] of [
    ['open', 'registration_open'],
    ['invite', 'invite_required'],
    ['closed', 'registration_closed'],
  ] as const) {
    await alice.call('admin.setRegistration', { registration })
    expect(await code(ask('carol'))).toBe(refusal)
  }
  await alice.call('admin.setRegistration', { registration: 'approval', opensAt: app.database.now() + 1_000 })
  expect(await code(ask('carol'))).toBe('registration_closed')
  await scene.clock.advance(1_001)
  expect(await code(ask('carol', { password: 'password12' }))).toBe('weak_password')
  expect(await code(ask('carol'))).toBe('accepted')
})

test('[RQ2] only the right password learns that a request waits', async () => {
  await using scene = await start()
  const { app, ask, login } = scene
  await ask('carol')
  expect(await code(login('carol', 'wrong'))).toBe('bad_credentials')
  const refused: Refused = await login('@Carol ').then(
    () => new Error('signed in'),
    (error) => error,
  )
  expect([refused.code, refused.until]).toEqual(['approval_pending', app.database.now() - 1 + limits.accountRequestMs])
  expect(await code(app.connect().call('accounts.restore', { login: 'carol', password }))).toBe('approval_pending')
  // The right password forgives earlier failures under the name, as in a sign-in.
  const failures = await app.database.read((db) => db.selectFrom('failures').select('key').execute())
  expect(failures).toEqual([{ key: 'address 127.0.0.1' }])
})

test('[RQ3] an approval makes the account, and the ticket opens its first session', async () => {
  await using scene = await start()
  const { app, alice, bob, ask, waiting, stateOf, login } = scene
  const { ticket } = await ask('carol', { device: 'Firefox' })
  expect(await stateOf(ticket)).toBe('waiting')
  const requests = await waiting()
  expect(await answer(alice, requests, true)).toEqual({ answered: requests.map(({ id }) => id), gone: [], count: 0 })
  const { state, signedIn, expiresAt } = await app.connect().call('accounts.requestState', { ticket })
  expect([state, signedIn?.session.token, signedIn?.session.device, expiresAt]).toEqual([
    'approved',
    ticket,
    'Firefox',
    undefined,
  ])
  const carol = await app.signedIn(signedIn?.user ?? alice.me, ticket)
  expect(carol.me).toMatchObject({ username: 'carol', admin: false })
  await carol.say(WORLD_CHAT_ID, 'hello')
  expect((await carol.call('chats.direct', { userId: carol.me.id })).chat.id).toBeString()
  expect((await bob.call('users.search', { query: 'carol' })).users).toHaveLength(1)
  expect((await login('carol')).user.id).toBe(carol.me.id)
  // Their owner can end the session of the ticket like any other.
  const { sessions } = await carol.call('sessions.list', {})
  const ofTicket = sessions.find(({ current }) => current)
  if (ofTicket) await carol.call('sessions.revoke', { sessionId: ofTicket.id })
  expect(await stateOf(ticket)).toBe('over')
})

test('[RQ3] a request that was declined or withdrawn leaves nothing of the person, and its name is free', async () => {
  await using scene = await start()
  const { app, alice, ask, waiting, stateOf, login } = scene
  for (const how of ['declined', 'withdrawn'] as const) {
    const { ticket } = await ask('carolina', {
      name: 'Carol Reed',
      note: 'from the harbour',
      device: 'brass telescope',
    })
    expect(await code(login('carolina', 'wrong'))).toBe('bad_credentials')
    expect(await everything(app)).toMatch(/carolina.*Carol Reed|Carol Reed.*carolina/s)
    if (how === 'declined') await answer(alice, await waiting(), false)
    else expect(await app.connect().call('accounts.withdrawRequest', { ticket })).toEqual({})
    expect(await everything(app)).not.toMatch(/carolina|Carol Reed|from the harbour|brass telescope/)
    expect(await stateOf(ticket)).toBe('over')
    expect(await code(login('carolina'))).toBe('bad_credentials')
    expect(await app.connect().call('accounts.withdrawRequest', { ticket })).toEqual({})
    await app.database.write(({ db }) => db.deleteFrom('failures').execute())
  }
  const { entries } = await alice.call('admin.audit', { action: 'request_declined' })
  expect(entries.map(({ byId, userId }) => [byId, userId])).toEqual([[alice.me.id, undefined]])
})

test('[RQ3] requests without an answer run out: their names are free immediately, and the sweep removes them', async () => {
  await using scene = await start()
  const { app, alice, ask, waiting, stateOf, login } = scene
  const { ticket } = await ask('carol')
  await ask('dave')
  const [carol] = await waiting()
  await grow(app, limits.accountRequestMs)
  expect(await stateOf(ticket)).toBe('over')
  expect(await code(login('carol'))).toBe('bad_credentials')
  expect(await waiting()).toEqual([])
  expect(await answer(alice, carol ? [carol] : [], true)).toMatchObject({ answered: [], gone: [carol?.id] })
  expect(await code(ask('carol', { note: 'again' }))).toBe('accepted')
  await app.core.worker.lookForWork()
  expect((await everything(app)).match(/"username":"(carol|dave)"/g)).toEqual(['"username":"carol"'])
  expect(alice.connection.events('admin.requests').at(-1)).toEqual({ count: 1 })
})

test('[RQ3] administrators answer requests in every registration mode, several at once, and each act is recorded', async () => {
  await using scene = await start()
  const { alice, app, ask, waiting, login } = scene
  for (const name of ['carol', 'david', 'erin']) await ask(name)
  const [carol, david, erin] = await waiting()
  if (!carol || !david || !erin) throw new Error('a request is missing')
  await alice.call('admin.setRegistration', { registration: 'closed' })
  expect((await answer(alice, [carol, david, carol], true)).answered).toEqual([carol.id, david.id])
  expect((await answer(alice, [carol, erin], false)).gone).toEqual([carol.id])
  const signedIn = await login('carol')
  const { entries, users } = await alice.call('admin.audit', { byId: alice.me.id })
  expect(entries.slice(0, 3).map(({ action }) => action)).toEqual([
    'request_declined',
    'request_approved',
    'request_approved',
  ])
  expect(users.map(({ username }) => username)).toContain('carol')
  expect(entries[2]?.userId).toBe(signedIn.user.id)
  expect(app.takeProblems()).toEqual([])
})

test('[AD2] a blocked network can’t request an account, and an approved one is found by the network of its request', async () => {
  await using scene = await start()
  const { alice, app, waiting } = scene
  const from = (address: string, username: string) =>
    app.connectFrom(address).call('accounts.requestAccount', request(username))
  await from('203.0.113.7', 'carol')
  await alice.call('admin.blockNetwork', { network: '203.0.113.0/24', forMs: 60_000 })
  expect(await code(from('203.0.113.8', 'dave'))).toBe('network_blocked')
  await answer(alice, await waiting(), true)
  const { users } = await alice.call('admin.users', { network: '203.0.113.0/24' })
  expect(users.map(({ username, address }) => [username, address])).toEqual([['carol', '203.0.113.7']])
})

test('[RQ4] requests are bounded per address and in all, and older ones come first', async () => {
  await using scene = await start()
  const { alice, app, ask, waiting } = scene
  const from = (address: string, username: string) =>
    app.connectFrom(address).call('accounts.requestAccount', request(username))
  await ask('honest')
  for (let at = 0; at < limits.accountRequestsPerAddress; at++) await from('10.0.0.9', `flood${at}`)
  expect(await code(from('10.0.0.9', 'another'))).toBe('requests_full')
  expect(await code(from('10.0.0.8', 'another'))).toBe('accepted')
  // Hashing passwords for the rest would take a while.
  const [row] = await app.database.read((db) => db.selectFrom('account_requests').selectAll().limit(1).execute())
  await app.database.write(async ({ db }) => {
    for (let at = 12; at < limits.accountRequests; at++)
      await db
        .insertInto('account_requests')
        .values({
          ...{ name: 'n', password_hash: '', note: null, device: 'd', address: `10.1.0.${at}`, at: row?.at ?? 0 },
          id: toBytes(newUuidV7()),
          username: `x${at}`,
          token_hash: Buffer.from(at.toString(16).padStart(64, '0'), 'hex'),
        })
        .execute()
  })
  expect(await code(from('10.0.0.7', 'carol'))).toBe('requests_full')
  const first = await alice.call('admin.accountRequests', {})
  expect([first.requests.length, first.count, first.more]).toEqual([
    limits.accountRequestsPage,
    limits.accountRequests,
    true,
  ])
  const seen = new Set<string>()
  for (let after: AccountRequest | undefined; ; ) {
    const page = await alice.call('admin.accountRequests', after ? { after: { at: after.at, id: after.id } } : {})
    for (const { username } of page.requests) seen.add(username)
    after = page.requests.at(-1)
    if (!page.more) break
  }
  expect(seen.size).toBe(limits.accountRequests)
  await answer(alice, (await waiting()).slice(0, 1), false)
  expect(await code(from('10.0.0.7', 'carol'))).toBe('accepted')
  await scene.clock.advance(1)
  await answer(alice, (await waiting()).slice(0, 1), false)
  await from('10.0.0.6', 'latest')
  const last = (await alice.call('admin.accountRequests', { after: { at: row?.at ?? 0, id: newest } })).requests
  expect(last.at(-1)?.username).toBe('latest')
})

/** Sorts after every id. */
const newest = 'ffffffff-ffff-7fff-bfff-ffffffffffff' as AccountRequest['id']

test('[RQ3] over HTTP the approval sets the cookie of the session, and a waiting request none', async () => {
  await using http = await HttpApp.start()
  const ticket = 'x'.repeat(43)
  const answered = await http.call('accounts.requestState', { ticket })
  expect([answered.body, answered.headers.get('set-cookie')]).toEqual([{ state: 'over' } as object, null] as never)
  const { token } = await http.register('carol')
  const { body, headers } = await http.call('accounts.requestState', { ticket: token })
  expect(body).toMatchObject({ state: 'approved' })
  expect(headers.get('set-cookie')).toContain(token)
})
