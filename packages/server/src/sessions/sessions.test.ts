import { expect, test } from 'bun:test'
import { limits, newUuidV7, type Session, type UserId } from '@parley/protocol'
import type { Caller } from '../lib/caller'
import { silentLogger } from '../lib/logger'
import { toBytes } from '../lib/uuid-bytes'
import type { Publication } from '../storage/database'
import { eventually } from '../testing/eventually'
import { FakeClock } from '../testing/fake-clock'
import { HeldReads } from '../testing/held-reads'
import { openTestDatabase, type TestDatabase } from '../testing/test-database'
import type { UserRef } from '../users/users'
import { Sessions } from './sessions'

const dayMs = 24 * 3_600_000

const addUser = ({ database }: TestDatabase, username: string): Promise<UserRef> =>
  database.write(async ({ db, now }) => {
    const id = newUuidV7() as UserId
    const row = { id: toBytes(id), username, name: username, name_folded: username, admin: 0, created_at: now }
    const { key } = await db
      .insertInto('users')
      .values({ ...row, password_hash: '', rev: 1, profile_rev: 1, changed_min: 0 })
      .returning('key')
      .executeTakeFirstOrThrow()
    return { key, id }
  })

const start = async () => {
  const clock = new FakeClock()
  const testDatabase = await openTestDatabase({ clock })
  const { published } = testDatabase
  const database = new HeldReads(testDatabase.database)
  const sessions = new Sessions({ database, logger: silentLogger })
  const alice = await addUser(testDatabase, 'alice')
  const bob = await addUser(testDatabase, 'bob')
  const signIn = (user: UserRef, device = 'test') =>
    database.write(async (tx) => {
      await tx.lock({ users: [user.key] })
      return sessions.createSession(tx, user, { device, address: '192.0.2.7' })
    })
  const callerOf = (user: UserRef, session: Session): Caller => ({
    userId: user.id,
    userKey: user.key,
    sessionId: session.id,
    address: '127.0.0.1',
    device: 'test',
    origin: 'http://localhost',
  })
  return {
    clock,
    database,
    published,
    sessions,
    alice,
    bob,
    signIn,
    callerOf,
    [Symbol.asyncDispose]: () => testDatabase[Symbol.asyncDispose](),
  }
}

const isEnd = (one: Publication) => one.kind === 'ended'

test('a token is 256 random bits, and the database does not hold it', async () => {
  await using app = await start()
  const { token, id } = await app.signIn(app.alice)
  expect(Buffer.from(token, 'base64url')).toHaveLength(32)
  const stored = await app.database.read((db) => db.selectFrom('sessions').selectAll().execute())
  expect(JSON.stringify(stored.map((row) => Buffer.from(row.token_hash).toString('base64url')))).not.toContain(token)
  const authenticated = await app.sessions.authenticate(token)
  expect(authenticated).toMatchObject({ userId: app.alice.id, sessionId: id })
})

test('foreign, changed and malformed tokens are refused', async () => {
  await using app = await start()
  const { token } = await app.signIn(app.alice)
  const changed = token.slice(0, 10) + (token[10] === 'A' ? 'B' : 'A') + token.slice(11)
  for (const wrong of ['', 'x', changed, `${token}=`, token.toLowerCase(), "' or 1=1 --", '\0'.repeat(43)])
    expect(await app.sessions.authenticate(wrong)).toBeUndefined()
})

test('[DL8] a new session raises the user rev by one and is pushed to the others', async () => {
  await using app = await start()
  const { token: _, ...session } = await app.signIn(app.alice, 'phone')
  expect(session).toMatchObject({ device: 'phone', address: '192.0.2.7' })
  expect(app.published).toEqual([
    {
      kind: 'user',
      userId: app.alice.id,
      delta: { from: 1, rev: 2, sessions: [{ ...session, current: false }] },
    },
  ])
})

test('[DL29] a revoked session is refused at once, also from memory', async () => {
  await using app = await start()
  const laptop = await app.signIn(app.alice, 'laptop')
  const phone = await app.signIn(app.alice, 'phone')
  expect(await app.sessions.authenticate(phone.token)).toBeDefined()
  app.published.length = 0
  const ended = await app.sessions.revoke(app.callerOf(app.alice, laptop), phone.id)
  expect(ended.revokedAt).toBe(app.clock.now())
  expect(await app.sessions.authenticate(phone.token)).toBeUndefined()
  expect(await app.sessions.authenticate(laptop.token)).toBeDefined()
  expect(app.published.map(({ kind }) => kind)).toEqual(['user', 'ended'])
  expect(app.published.find(isEnd)).toEqual({
    kind: 'ended',
    userId: app.alice.id,
    sessionIds: [phone.id],
    reason: 'sessionEnded',
  })
})

test('[DL29] a session that is revoked while its token is being looked up is refused', async () => {
  await using app = await start()
  const session = await app.signIn(app.alice)
  const lookup = app.database.hold()
  const looking = app.sessions.authenticate(session.token)
  await lookup.answered
  await app.sessions.revoke(app.callerOf(app.alice, session), session.id)
  lookup.release()
  expect(await looking).toBeUndefined()
  expect(await app.sessions.authenticate(session.token)).toBeUndefined()
})

test('[DL29] a session that ends on another node while its token is being looked up is refused', async () => {
  await using app = await start()
  const elsewhere = new Sessions({ database: app.database, logger: silentLogger })
  const session = await app.signIn(app.alice)
  const lookup = app.database.hold()
  const looking = app.sessions.authenticate(session.token)
  await lookup.answered
  await elsewhere.revoke(app.callerOf(app.alice, session), session.id)
  app.sessions.forgetUser(app.alice.id)
  lookup.release()
  expect(await looking).toBeUndefined()
})

test('[DL29] what another node ended is refused here from memory too', async () => {
  await using app = await start()
  const elsewhere = new Sessions({ database: app.database, logger: silentLogger })
  const ended = await app.signIn(app.alice)
  const kept = await app.signIn(app.alice)
  for (const { token } of [ended, kept]) expect(await app.sessions.authenticate(token)).toBeDefined()
  await elsewhere.revoke(app.callerOf(app.alice, kept), ended.id)
  app.sessions.forgetUser(app.alice.id)
  expect(await app.sessions.authenticate(ended.token)).toBeUndefined()
  expect(await app.sessions.authenticate(kept.token)).toBeDefined()
})

test('revoking again answers the ended session and changes nothing', async () => {
  await using app = await start()
  const session = await app.signIn(app.alice)
  const caller = app.callerOf(app.alice, session)
  const first = await app.sessions.revoke(caller, session.id)
  await eventually(() => app.published.at(-1)?.kind === 'ended')
  expect(app.published.at(-1)).toMatchObject({ kind: 'ended', sessionIds: [session.id] })
  app.published.length = 0
  expect(await app.sessions.revoke(caller, session.id)).toEqual(first)
  await app.database.write(async () => {})
  expect(app.published).toEqual([])
})

test("users can't end other users' sessions", async () => {
  await using app = await start()
  const alices = await app.signIn(app.alice)
  const bobs = await app.signIn(app.bob)
  await expect(app.sessions.revoke(app.callerOf(app.bob, bobs), alices.id)).rejects.toMatchObject({
    failure: 'not_found',
  })
  expect(await app.sessions.authenticate(alices.token)).toBeDefined()
})

test('ends all others, and lists what is left', async () => {
  await using app = await start()
  const mine = await app.signIn(app.alice, 'mine')
  const others = [await app.signIn(app.alice, 'one'), await app.signIn(app.alice, 'two')]
  const bobs = await app.signIn(app.bob)
  const caller = app.callerOf(app.alice, mine)
  expect((await app.sessions.list(caller)).map(({ device, current }) => [device, current])).toEqual([
    ['two', false],
    ['one', false],
    ['mine', true],
  ])
  expect(await app.sessions.revokeOthers(caller)).toHaveLength(2)
  for (const { token } of others) expect(await app.sessions.authenticate(token)).toBeUndefined()
  expect(await app.sessions.authenticate(mine.token)).toBeDefined()
  expect(await app.sessions.authenticate(bobs.token)).toBeDefined()
  expect((await app.sessions.list(caller)).map(({ device }) => device)).toEqual(['mine'])
})

test('a session ends so many days after its last use', async () => {
  await using app = await start()
  const { token } = await app.signIn(app.alice)
  await app.clock.leap((limits.sessionDays - 1) * dayMs)
  expect(await app.sessions.authenticate(token)).toBeDefined()
  await app.clock.leap((limits.sessionDays - 1) * dayMs)
  expect(await app.sessions.authenticate(token)).toBeDefined()
  await app.clock.leap(limits.sessionDays * dayMs + 1)
  expect(await app.sessions.authenticate(token)).toBeUndefined()
})

test('a snapshot holds live sessions alone, a later delta the ended ones too', async () => {
  await using app = await start()
  const { alice, clock, callerOf, sessions, signIn } = app
  await signIn(alice, 'unused for long')
  await clock.leap((limits.sessionDays + 1) * dayMs)
  const ended = await signIn(alice, 'ended')
  const live = await signIn(alice, 'live')
  await sessions.revoke(callerOf(alice, live), ended.id)
  const devices = (since: number) =>
    app.database.read(async (db) => (await sessions.changedSince(db, alice.key, since)).map(({ device }) => device))
  expect(await devices(0)).toEqual(['live'])
  expect(await devices(live.rev)).toEqual(['ended'])
})

test('[DL8] the last use is noted at most once an hour, under the user rev', async () => {
  await using app = await start()
  const { token } = await app.signIn(app.alice)
  app.published.length = 0
  await app.sessions.authenticate(token)
  await app.clock.leap(3_600_000)
  await app.sessions.authenticate(token)
  await app.sessions.authenticate(token)
  await eventually(() => app.published.length > 0)
  await app.database.write(async () => {})
  expect(app.published).toHaveLength(1)
  expect(app.published[0]).toMatchObject({ delta: { from: 2, rev: 3, sessions: [{ lastSeenAt: app.clock.now() }] } })
})

test('[DL29] disabling ends all sessions and says so to token holders', async () => {
  await using app = await start()
  const { token } = await app.signIn(app.alice)
  await app.sessions.authenticate(token)
  await app.database.write(async (tx) => {
    await tx.lock({ users: [app.alice.key] })
    await tx.db.updateTable('users').set({ disabled_at: tx.now }).where('key', '=', app.alice.key).execute()
    await app.sessions.endAll(tx, app.alice, 'accountDisabled')
  })
  await expect(app.sessions.authenticate(token)).rejects.toMatchObject({ failure: 'account_disabled' })
  expect(app.published.at(-1)).toEqual({ kind: 'ended', userId: app.alice.id, reason: 'accountDisabled' })
  await app.database.write(({ db }) =>
    db.updateTable('users').set({ disabled_at: null }).where('key', '=', app.alice.key).execute(),
  )
  expect(await app.sessions.authenticate(token)).toBeUndefined()
})

test('[DL8] a use that could not be stored is stored with the next use', async () => {
  await using app = await start()
  const { token } = await app.signIn(app.alice)
  await app.clock.leap(3_600_000)
  await app.sessions.authenticate(token)
  await eventually(() => app.published.length === 2)
  app.published.length = 0
  await app.clock.leap(3_600_000)
  app.database.failWrite()
  await app.sessions.authenticate(token)
  expect(app.published).toEqual([])
  await app.sessions.authenticate(token)
  await eventually(() => app.published.length > 0)
  expect(app.published[0]).toMatchObject({ delta: { sessions: [{ lastSeenAt: app.clock.now() }] } })
})
