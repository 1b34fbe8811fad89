import { expect, test } from 'bun:test'
import { copiedTables, type TableName } from '../cli/store-copy/tables'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import { classified } from '../testing/erased/classified'
import { doEverything, said, traces } from '../testing/erased/everything'
import { FakeClock } from '../testing/fake-clock'
import { type Person, type Refused, TestApp } from '../testing/test-app'

const restoreMs = 60_000
const password = ({ me }: Person) => `correct horse ${me.username.length} battery`
const code = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'accepted',
    (error: Refused) => error.code,
  )

const start = async () => {
  const clock = new FakeClock()
  const app = await TestApp.start({ clock, restoreMs, rateLimits: false })
  return { app, clock, [Symbol.asyncDispose]: () => app[Symbol.asyncDispose]() }
}

const rowOf = (app: TestApp, { me }: Person) =>
  app.database.read((db) =>
    db.selectFrom('users').selectAll().where('id', '=', toBytes(me.id)).executeTakeFirstOrThrow(),
  )

/** Lets the time to come back pass, and works until the account is erased and its files are gone. */
const eraseLater = async (app: TestApp, clock: FakeClock, person: Person): Promise<void> => {
  await clock.leap(restoreMs)
  while ((await rowOf(app, person)).erase_at !== null) {
    await clock.advance(10_000)
    await app.core.worker.lookForWork()
  }
  await clock.leap(600_000)
  await app.core.worker.lookForWork()
}

/** All rows of a table as text, with bytes both as hexadecimal and as characters. */
const textOf = async (db: Queries, name: TableName): Promise<string> =>
  JSON.stringify(await db.selectFrom(name).selectAll().execute(), (_key, value) =>
    value instanceof Uint8Array
      ? `${Buffer.from(value).toString('hex')} ${Buffer.from(value).toString('latin1')}`
      : value,
  )

/** Where something of a person is left, as `table: trace`. */
const found = (app: TestApp): Promise<string[]> =>
  app.database.read(async (db) => {
    const left: string[] = []
    for (const { name } of copiedTables) {
      const text = await textOf(db, name)
      for (const trace of Object.values(traces)) if (text.includes(trace)) left.push(`${name}: ${trace}`)
    }
    return left
  })

/** The tables that have rows of a user's key. */
const tablesOf = (app: TestApp, key: number): Promise<string[]> =>
  app.database.read(async (db) => {
    const tables: string[] = []
    for (const { name, columns } of copiedTables) {
      const rows: Record<string, unknown>[] = await db.selectFrom(name).selectAll().execute()
      const named = columns.filter((column) => ['user_key', 'owner_key', 'peer_key'].includes(column))
      if (rows.some((row) => named.some((column) => row[column] === key))) tables.push(name)
    }
    return tables.toSorted()
  })

const blobKeys = async (app: TestApp): Promise<string> => {
  const { blobs } = await app.blobs.list({ limit: 1_000 })
  return blobs.map(({ key }) => key).join()
}

test('after its time an account is erased from every table and from the files', async () => {
  await using scene = await start()
  const { app, clock } = scene
  const { alice, bob, avatar, kept, shown, reported, direct, group } = await doEverything(app)
  expect(await blobKeys(app)).toContain('/export')
  const { key } = await rowOf(app, alice)
  const before = new Set((await found(app)).map((place) => place.slice(place.indexOf(': ') + 2)))
  expect(Object.values(traces).filter((trace) => !before.has(trace))).toEqual([])
  const deleted = Object.entries(classified).flatMap(([table, fate]) => (fate === 'deleted' ? [table] : []))
  const withKey = (tables: readonly string[]) =>
    tables.filter((table) => table !== 'failures' && deleted.includes(table))
  expect(withKey(await tablesOf(app, key))).toEqual(deleted.filter((table) => table !== 'failures').toSorted())

  await alice.call('accounts.close', { password: password(alice) })
  await eraseLater(app, clock, alice)

  expect(await found(app)).toEqual([])
  // Bob and carol keep an empty row about her, so that their devices learn of the end.
  expect(withKey(await tablesOf(app, key))).toEqual(['friends'])
  const blobs = await blobKeys(app)
  expect(blobs).not.toContain('/export')
  expect(await app.blobs.uploads.list({ limit: 10 })).toEqual([])
  expect([avatar, kept, reported, shown].map((id) => blobs.includes(id))).toEqual([false, false, false, true])
  const row = await rowOf(app, alice)
  const rest = { ...row, id: undefined, rev: 0, profile_rev: 0, preferences_rev: 0, changed_min: 0, erased_at: 0 }
  expect<Record<string, unknown>>(rest).toEqual({
    ...{ id: undefined, rev: 0, profile_rev: 0, preferences_rev: 0, changed_min: 0, erased_at: 0 },
    ...{
      key,
      username: `deleted-${key}`,
      name: 'Deleted account',
      name_folded: '',
      pinyin: '',
      admin: 0,
      password_hash: '',
    },
    ...{ created_at: 0, disabled_at: null, avatar: null, bio: null, status: 'online', status_text: null },
    ...{ status_until: null, seen_at: null, seen_by: 'nobody', found_by: 'nobody', asked_by: 'nobody' },
    ...{ added_by: 'nobody', shows_reads: 0, shows_typing: 0, closed_at: row.closed_at, erase_at: null, unsettled: 0 },
    ...{ second_factor_at: null, recovery_codes: 0, passkeys: 0, export_until: null },
    ...{ trust: 0, muted_until: null, strangers_asked: 0 },
  })
  const again = await app.signedIn(bob.me, bob.token)
  for (const [chatId, text] of [
    [direct, said.direct],
    [group, said.group],
  ] as const) {
    const { messages } = await again.call('messages.list', { chatId })
    expect(messages.map(({ body }) => (body.type === 'text' ? body.text : ''))).toContain(text)
  }
})

test('quoted messages are those of a deleted account, and its name can’t be registered again', async () => {
  await using scene = await start()
  const { app, clock } = scene
  const { alice, bob, group, quoted, direct } = await doEverything(app)
  await alice.call('accounts.close', { password: password(alice) })
  await eraseLater(app, clock, alice)
  const again = await app.signedIn(bob.me, bob.token)
  const { messages } = await again.call('messages.list', { chatId: group })
  const reply = messages.find(({ replyTo }) => replyTo?.id === quoted.id)
  expect(messages.find(({ id }) => id === reply?.replyTo?.id)?.senderId).toBe(alice.me.id)
  const { users } = await again.call('users.get', { ids: [alice.me.id] })
  expect(users).toMatchObject([{ id: alice.me.id, name: 'Deleted account', deleted: true }])
  expect(users[0]).not.toHaveProperty('avatar')
  const { members } = await again.call('groups.members', { chatId: group })
  expect(members.map(({ userId }) => userId)).not.toContain(alice.me.id)
  expect(await code(again.say(direct, 'are you there?'))).toBe('peer_closed')
  const wanted = { username: traces.username, name: 'Somebody else', password: 'tidal fox lamp 9' }
  expect(await code(app.connect().call('accounts.register', wanted))).toBe('username_taken')
  const login = { login: traces.username, password: password(alice) }
  expect(await code(app.connect().call('accounts.login', login))).toBe('bad_credentials')
})

test('the chat of two erased accounts goes with its messages and files', async () => {
  await using scene = await start()
  const { app, clock } = scene
  const { alice, bob, direct, shown } = await doEverything(app)
  for (const person of [alice, bob]) await person.call('accounts.close', { password: password(person) })
  await eraseLater(app, clock, alice)
  await eraseLater(app, clock, bob)
  const left = await app.database.read((db) =>
    db
      .selectFrom('messages')
      .innerJoin('chats', 'chats.key', 'messages.chat_key')
      .select('messages.seq')
      .where('chats.id', '=', toBytes(direct))
      .execute(),
  )
  expect([left, (await blobKeys(app)).includes(shown)]).toEqual([[], false])
})

test('every table of the schema has its place in the erasure', () => {
  expect(Object.keys(classified).toSorted()).toEqual(copiedTables.map(({ name }) => name as string).toSorted())
})
