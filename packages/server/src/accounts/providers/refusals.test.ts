import { afterEach, expect, test } from 'bun:test'
import { sql } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import { FakeClock } from '../../testing/fake-clock'
import type { FixedAnswer } from '../../testing/oidc-provider'
import { oidcSettings, sessionBy, stepBy, testProvider } from '../../testing/provider-scene'
import { type Person, TestApp } from '../../testing/test-app'
import { testedKind } from '../../testing/test-database'

const provider = testProvider()
const minuteMs = 60_000

afterEach(() => provider().setAnswers({}))

const json = { 'content-type': 'application/json' }
const userInfo = (answer: FixedAnswer) => provider().setAnswers({ '/me': answer })
const token = (status: number, error: string) =>
  provider().setAnswers({ '/token': { status, headers: json, body: JSON.stringify({ error }) } })

/** Alice has two sessions, and Bob one, which follow the provider. */
const start = async () => {
  await provider().setPeople({ alice: {}, bob: {} })
  const clock = new FakeClock()
  const settings = oidcSettings(provider(), { refresh_minutes: '15', admin_group: 'chat-admins' })
  const app = await TestApp.start({ clock, oidc: [settings] })
  const register = async (login: string): Promise<Person> => {
    const ticket = await stepBy(app, provider(), { login })
    const chosen = { ticket, username: login, name: login }
    const { user, session } = await app.connect().call('accounts.registerIdentity', chosen)
    return app.signedIn(user, session.token)
  }
  const [alice, bob] = [await register('alice'), await register('bob')]
  const { user, session } = await sessionBy(app, provider(), { login: 'alice' })
  const phone = await app.signedIn(user, session.token)
  const rows = () => app.database.read((db) => db.selectFrom('provider_sessions').selectAll().execute())
  const later = async (ms: number) => {
    await clock.leap(ms)
    await app.core.providers.watch.look()
  }
  /** Whether the sessions of Alice, of her phone, and of Bob work. */
  const isIn = () =>
    Promise.all([alice, phone, bob].map(async (one) => (await app.core.sessions.authenticate(one.token)) !== undefined))
  const makeDue = async (person: Person, more: { refresh_token?: Uint8Array | null } = {}) => {
    const held = await app.core.sessions.authenticate(person.token)
    if (!held) throw new Error('the session has ended')
    await app.database.write(({ db }) =>
      db
        .updateTable('provider_sessions')
        .set({ check_at: 1, ...more })
        .where('session_id', '=', toBytes(held.sessionId))
        .execute(),
    )
  }
  return { app, later, isIn, rows, makeDue, alice, bob, phone, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

test('[OI8] a replaced refresh token outlives a failure of the user info after it', async () => {
  await using scene = await start()
  const { later, isIn, rows } = scene
  await userInfo({ status: 503 })
  await later(16 * minuteMs)
  expect((await rows()).map(({ failures }) => failures)).toEqual([1, 1, 1])
  await userInfo({ status: 200, headers: json, body: 'no claims' })
  await later(2 * minuteMs)
  expect(await isIn()).toEqual([true, true, true])
  await provider().setAnswers({})
  // The provider would take a second use of a replaced token for theft.
  await later(5 * minuteMs)
  expect(await isIn()).toEqual([true, true, true])
  expect((await rows()).map(({ failures }) => failures)).toEqual([0, 0, 0])
})

const refuseTokens =
  testedKind() === 'postgres'
    ? [
        "CREATE OR REPLACE FUNCTION refuse_token() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the disk is full'; END $$",
        'CREATE TRIGGER refuse_token BEFORE UPDATE OF refresh_token ON provider_sessions FOR EACH ROW EXECUTE FUNCTION refuse_token()',
      ]
    : [
        "CREATE TRIGGER refuse_token BEFORE UPDATE OF refresh_token ON provider_sessions BEGIN SELECT RAISE(FAIL, 'the disk is full'); END",
      ]
const acceptTokens = [testedKind() === 'postgres' ? 'DROP FUNCTION refuse_token CASCADE' : 'DROP TRIGGER refuse_token']

for (const [name, restart] of [
  ['the next look', false],
  ['a clean stop', true],
] as const)
  test(`[OI8] a replaced refresh token outlives a failed write until ${name}`, async () => {
    await using scene = await start()
    const { app, later, isIn, rows } = scene
    const execute = (commands: readonly string[]) =>
      app.database.write(async ({ db }) => {
        for (const command of commands) await sql.raw(command).execute(db)
      })
    const tokens = async () =>
      (await rows()).map(({ refresh_token }) => Buffer.from(refresh_token ?? []).toString('hex')).sort()
    const before = await tokens()
    await execute(refuseTokens)
    await later(16 * minuteMs)
    expect(await tokens()).toEqual(before)
    await execute(acceptTokens)
    const { watch } = app.core.providers
    if (restart) {
      await watch.stop()
      for (const token of await tokens()) expect(before).not.toContain(token)
      watch.start()
    }
    // The provider would take a second use of a replaced token for theft.
    await later(2 * minuteMs)
    expect(await isIn()).toEqual([true, true, true])
    expect((await rows()).map(({ failures }) => failures)).toEqual([0, 0, 0])
  })

const challenge = (error: string) => ({ 'www-authenticate': `Bearer error="${error}"` })

for (const [name, answer] of [
  ['401', { status: 401 }],
  ['401 with a challenge', { status: 401, headers: challenge('invalid_token') }],
  ['access_denied', { status: 403, headers: challenge('access_denied') }],
] as const)
  test(`[OI8] ${name} at the user info ends all sessions of the identity, and no other`, async () => {
    await using scene = await start()
    const { later, isIn, makeDue, alice, rows } = scene
    await userInfo(answer)
    await makeDue(alice)
    await later(1)
    expect(await isIn()).toEqual([false, false, true])
    expect(await rows()).toHaveLength(1)
  })

test('[OI8] errors of the settings at the user info end nothing', async () => {
  await using scene = await start()
  await userInfo({ status: 403, headers: challenge('insufficient_scope') })
  await scene.later(16 * minuteMs)
  expect(await scene.isIn()).toEqual([true, true, true])
})

test('[OI8] access_denied for a refresh token ends all sessions of the identity', async () => {
  await using scene = await start()
  const { later, isIn, makeDue, alice } = scene
  await token(400, 'access_denied')
  await makeDue(alice)
  await later(1)
  expect(await isIn()).toEqual([false, false, true])
})

test('[OI8] after invalid_grant for one token, the provider is asked at once about the others of the identity', async () => {
  await using scene = await start()
  const { app, later, isIn, makeDue, alice, rows } = scene
  await later(5 * minuteMs)
  await makeDue(alice, { refresh_token: app.core.providers.follow.stored('work', 'a token that ran out') })
  await later(1)
  expect(await isIn()).toEqual([false, true, true])
  await later(10_000)
  expect(await isIn()).toEqual([false, true, true])
  // The phone was asked about before its time, and Bob was not.
  const waits = (await rows()).map(({ check_at }) => check_at - app.database.now() > 14 * minuteMs)
  expect(waits.toSorted()).toEqual([false, true])
})

test('[OI8] a person who was disabled at the provider loses all sessions at the first check of one', async () => {
  await using scene = await start()
  const { later, isIn, makeDue, alice } = scene
  await provider().setPeople({ bob: {} })
  await makeDue(alice)
  await later(1)
  await later(10_000)
  expect(await isIn()).toEqual([false, false, true])
})

test('[OI8] wrong settings of the client and a provider that fails end nothing', async () => {
  await using scene = await start()
  const { later, isIn } = scene
  await token(401, 'invalid_client')
  await later(16 * minuteMs)
  await token(503, 'temporarily_unavailable')
  await later(3 * minuteMs)
  expect(await isIn()).toEqual([true, true, true])
})
