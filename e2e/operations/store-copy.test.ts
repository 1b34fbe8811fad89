import { Database as BunDatabase } from 'bun:sqlite'
import { expect, test } from 'bun:test'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import { createClient, createMemoryStore } from '@parley/sdk'
import { eventually } from '@parley/server/src/testing/eventually'
import { freePort } from '@parley/server/src/testing/free-port'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { callHttp, type Person, register } from '../lib/people'
import { type ServerProcess, startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { copyStore, killWhile, missingPostgres } from './copy'

const say = (url: string, { token }: Person, chat: { id: ChatId; text: string }) =>
  callHttp(url, {
    method: 'messages.send',
    params: { id: newUuidV7() as MessageId, chatId: chat.id, body: { type: 'text', text: chat.text } },
    token,
  })

/** Two people with a direct chat, of which bob has read the first of three messages, and a group. */
const fillStore = async ({ url }: ServerProcess) => {
  const alice = await register(url, 'alice')
  const bob = await register(url, 'bob')
  const { chat } = await callHttp(url, { method: 'chats.direct', params: { userId: bob.userId }, token: alice.token })
  const group = await callHttp(url, {
    method: 'groups.create',
    params: { id: newUuidV7() as ChatId, name: 'Größe 猫 🐈', userIds: [bob.userId] },
    token: alice.token,
  })
  for (const text of ['one', 'two', 'three']) await say(url, alice, { id: chat.id, text })
  await callHttp(url, { method: 'chats.markRead', params: { chatId: chat.id, seq: 1 }, token: bob.token })
  await callHttp(url, { method: 'invites.create', params: {}, token: alice.token })
  return { alice, bob, direct: chat.id, group: group.chat.id }
}

const texts = async (url: string, { token }: Person, chatId: ChatId) => {
  const { messages } = await callHttp(url, { method: 'messages.list', params: { chatId }, token })
  return messages.map(({ seq, body }) => `${seq} ${body.type === 'text' ? body.text : ''}`)
}

const sha256 = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')
const stateOf = (files: readonly string[]) => files.map(sha256)

test.skipIf(missingPostgres)(
  'an installation moves to PostgreSQL and back: people, history, unread counts and sending continue, and clients resync',
  async () => {
    using directory = temporaryDirectory('store-copy')
    await using postgres = await PostgresServer.start()
    const databaseUrl = await postgres.createDatabase()
    const port = await freePort()
    const dataDir = join(directory.path, 'data')
    const file = join(dataDir, 'parley.db')
    const source = await startServer({ dataDir, port })
    const { alice, bob, direct, group } = await fillStore(source)
    const client = createClient({ url: source.url, token: bob.token, store: createMemoryStore() })
    await client.start()
    await eventually(() => client.state.get().chats.get(direct)?.unread === 2)
    const refused = await copyStore({ from: `sqlite:${file}`, to: databaseUrl })
    expect(refused).toMatchObject({ exitCode: 1, err: expect.stringMatching(/^A server is running on .*: stop it/) })
    await source.end('SIGTERM')

    const before = stateOf([file])
    const copied = await copyStore({ from: `sqlite:${file}`, to: databaseUrl })
    expect(copied).toMatchObject({ exitCode: 0, err: '' })
    expect(copied.out).toContain('messages: 4 rows are identical on both sides')
    expect(stateOf([file])).toEqual(before)
    expect(await copyStore({ from: `sqlite:${file}`, to: databaseUrl })).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('is not empty'),
    })

    // A client that was connected to the source gets another epoch, syncs everything again, and continues.
    const env = { PARLEY_DATABASE_URL: databaseUrl }
    const moved = await startServer({ dataDir: join(directory.path, 'moved'), port, env })
    await say(moved.url, alice, { id: direct, text: 'four' })
    await eventually(() => client.state.get().chats.get(direct)?.unread === 3)
    client.send(direct, { type: 'text', text: 'five' })
    client.send(group, { type: 'text', text: 'first in the group' })
    await eventually(async () => (await texts(moved.url, alice, group)).length >= 2)
    await eventually(async () => (await texts(moved.url, alice, direct)).length >= 5)
    await client.stop()
    expect(await texts(moved.url, alice, direct)).toEqual(['1 one', '2 two', '3 three', '4 four', '5 five'])
    // New rows get new numbers.
    const carol = await register(moved.url, 'carol')
    const params = { userId: carol.userId }
    await callHttp(moved.url, { method: 'chats.direct', params, token: alice.token })
    const back = join(directory.path, 'back')
    expect(await copyStore({ from: databaseUrl, to: `sqlite:${join(back, 'parley.db')}` })).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('Servers are connected to PostgreSQL database'),
    })
    await moved.end('SIGTERM')
    expect(await copyStore({ from: databaseUrl, to: `sqlite:${join(back, 'parley.db')}` })).toMatchObject({
      exitCode: 0,
    })
    await using home = await startServer({ dataDir: back, port })
    const login = { login: 'alice', password: 'plum tractor under seven clouds' }
    const { session } = await callHttp(home.url, { method: 'accounts.login', params: login })
    const signedIn = { ...alice, token: session.token }
    expect(await texts(home.url, signedIn, direct)).toHaveLength(5)
    expect(await say(home.url, signedIn, { id: direct, text: 'six' })).toMatchObject({ seq: 6 })
    const epochs = [file, join(back, 'parley.db')].map((path) => {
      using database = new BunDatabase(path, { readonly: true })
      return database.query<{ value: string }, []>("select value from meta where name = 'epoch'").get()?.value
    })
    expect(epochs[0]).not.toBe(epochs[1])
  },
)

/** More messages than one batch holds, inserted directly. */
const fill = (file: string, count: number): void => {
  using database = new BunDatabase(file)
  database.exec('begin')
  const { key, seq } = database
    .query<{ key: number; seq: number }, []>('select key, seq from chats order by seq desc')
    .get() ?? { key: 0, seq: 0 }
  const insert = database.query(
    `insert into messages (chat_key, seq, id, sender_key, at, body, countable, sent_hash, made_rev, rev)
     select chat_key, ?1, ?2, sender_key, at, body, countable, sent_hash, ?1, ?1
     from messages where chat_key = ?3 and seq = 1`,
  )
  for (let at = 1; at <= count; at++) insert.run(seq + at, crypto.getRandomValues(new Uint8Array(16)), key)
  database.query('update chats set seq = ?1, rev = ?1 where key = ?2').run(seq + count, key)
  database.exec('commit')
}

test.skipIf(missingPostgres)('a killed copy resumes, and is not served before it is complete', async () => {
  using directory = temporaryDirectory('store-copy-kill')
  await using postgres = await PostgresServer.start()
  const dataDir = join(directory.path, 'data')
  const file = join(dataDir, 'parley.db')
  const source = await startServer({ dataDir })
  const { alice, direct } = await fillStore(source)
  await source.end('SIGTERM')
  const count = 20_000
  fill(file, count)
  const before = sha256(file)

  const databaseUrl = await postgres.createDatabase()
  const back = join(directory.path, 'back', 'parley.db')
  for (const [from, to] of [
    [`sqlite:${file}`, databaseUrl],
    [databaseUrl, `sqlite:${back}`],
  ] as const) {
    const reached = await killWhile({ from, to })
    expect(reached.messages).toBeGreaterThan(0)
    expect(reached.messages).toBeLessThan(count)
    const env = to.startsWith('postgres') ? { PARLEY_DATABASE_URL: to } : {}
    const refused = await startServer({ dataDir: join(directory.path, 'back'), env }).then(
      () => 'started',
      (error: Error) => error.message,
    )
    expect(refused).toContain('The database contains an incomplete copy')
    const finished = await copyStore({ from, to })
    expect(finished).toMatchObject({ exitCode: 0, err: '' })
    expect(finished.out).toStartWith('Resuming the copy from')
    expect(finished.out).toContain(`messages: ${count + 4} rows are identical on both sides`)
  }
  expect(sha256(file)).toBe(before)
  await using home = await startServer({ dataDir: join(directory.path, 'back') })
  expect(await say(home.url, alice, { id: direct, text: 'on' })).toMatchObject({ seq: count + 4 })
})

test.skipIf(missingPostgres)('a source that changes between two runs of a copy is detected', async () => {
  using directory = temporaryDirectory('store-copy-changed')
  await using postgres = await PostgresServer.start()
  const dataDir = join(directory.path, 'data')
  const file = join(dataDir, 'parley.db')
  const source = await startServer({ dataDir })
  await fillStore(source)
  await source.end('SIGTERM')
  fill(file, 20_000)
  const copy = { from: `sqlite:${file}`, to: await postgres.createDatabase() }
  await killWhile(copy)
  {
    using database = new BunDatabase(file)
    database.exec("update users set name = 'Alicia' where username = 'alice'")
  }
  expect(await copyStore(copy)).toMatchObject({
    exitCode: 1,
    err: expect.stringMatching(/^users differs: .* empty the target, and copy again\.\n$/),
  })
})
