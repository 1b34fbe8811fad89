import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { type ChatDelta, type ChatId, type MessageId, newUuidV7 } from '@parley/protocol'
import expectedShapes from '@parley/server/src/storage/migrations/expected-shapes.json' with { type: 'json' }
import { readShape } from '@parley/server/src/storage/migrations/shape/read-shape'
import { connectPostgres } from '@parley/server/src/storage/postgres/connect'
import { ClientQueries } from '@parley/server/src/storage/postgres/dialect'
import { kyselyOver, openConnection } from '@parley/server/src/storage/sqlite/bun-sqlite'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { serverMain } from '@parley/server/src/testing/server-main'
import { callHttp } from '../lib/people'
import { startServer } from '../lib/server-process'
import { temporaryDirectory } from '../lib/temporary-directory'
import { missingPostgres } from './copy'
import { type Content, fixtureNames, unpackFixture } from './fixtures/open-fixture'
import { readAll } from './fixtures/read-everything'

/** The output of `parley doctor` about a data directory without a running server. */
const doctor = async (dataDir: string, env: Record<string, string>): Promise<string> => {
  const own = { PATH: process.env.PATH ?? '', PARLEY_DATA_DIR: dataDir, PARLEY_PORT: '0', PARLEY_TCP_PORT: 'off' }
  const child = Bun.spawn([process.execPath, serverMain, 'doctor'], {
    cwd: join(dataDir, '..'),
    env: { ...own, ...env },
    stdout: 'pipe',
    stderr: 'inherit',
  })
  return new Response(child.stdout).text()
}

/** Each person sees the same as with the version that made the data. */
const expectAsSeen = async (url: string, { people, seen }: Content) => {
  for (const [at, person] of people.entries()) expect(await readAll(url, person)).toMatchObject({ ...seen[at] })
}

const groupOf = ({ seen }: Content): ChatId => {
  const chats = Object.values((seen[0]?.chats ?? {}) as Record<string, Pick<ChatDelta, 'chat'>>)
  const id = chats.find(({ chat }) => chat?.about === 'Hikers')?.chat?.id
  if (id === undefined) throw new Error('The fixture has no group of hikers.')
  return id
}

/** Alice writes in the group, and bob reads it there as the newest message. */
const sendAndRead = async (url: string, content: Content) => {
  const [alice, bob] = content.people
  if (!alice || !bob) throw new Error('The fixture has no people.')
  const chatId = groupOf(content)
  const body = { type: 'text' as const, text: 'after the upgrade' }
  const params = { id: newUuidV7() as MessageId, chatId, body, mentions: [bob.userId] }
  const sent = await callHttp(url, { method: 'messages.send', params, token: alice.token })
  const since = { chatId, after: sent.seq - 1 }
  const { messages } = await callHttp(url, { method: 'messages.list', params: since, token: bob.token })
  expect(messages).toEqual([sent])
}

interface Opened {
  readonly dataDir: string
  readonly env: Record<string, string>
  readonly content: Content
}

const expectWhole = async ({ dataDir, env, content }: Opened) => {
  {
    await using server = await startServer({ dataDir, env })
    await expectAsSeen(server.url, content)
    const ended = callHttp(server.url, { method: 'accounts.me', params: {}, token: content.revokedToken })
    await expect(ended).rejects.toThrow('unauthenticated')
    await sendAndRead(server.url, content)
    await server.end('SIGTERM')
  }
  const said = await doctor(dataDir, env)
  expect(said).toContain('The tables are up to date.')
  expect(said).not.toContain('✗')
  await using again = await startServer({ dataDir, env })
  await sendAndRead(again.url, content)
}

test.each(fixtureNames())('a data directory of %s opens with all its data', async (name) => {
  using directory = temporaryDirectory('upgrade')
  const { dataDir, content } = await unpackFixture(name, directory.path)
  await expectWhole({ dataDir, env: {}, content })
  const connection = openConnection(join(dataDir, 'parley.db'))
  expect(await readShape(kyselyOver(connection), 'sqlite')).toEqual(expectedShapes.sqlite)
  connection.close()
})

test.skipIf(missingPostgres).each(fixtureNames())('a PostgreSQL dump of %s opens with all its data', async (name) => {
  using directory = temporaryDirectory('upgrade-postgres')
  await using postgres = await PostgresServer.start({ durable: true })
  const { dataDir, content, load } = await unpackFixture(name, directory.path)
  const url = await load(postgres)
  await expectWhole({ dataDir, env: { PARLEY_DATABASE_URL: url }, content })
  const client = await connectPostgres(url, { name: 'a test', timeoutMs: 10_000 })
  expect(await readShape(new ClientQueries().over(client), 'postgres')).toEqual(expectedShapes.postgres)
  await client.end()
})
