import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { systemClock } from '../lib/clock'
import { version } from '../lib/version'
import { findPostgres, sharedPostgres } from '../testing/postgres'
import { describeDatabase, openDatabase } from './open-database'

const onFatal = (error: Error) => {
  throw error
}

const refusal = async (databaseUrl: string | undefined, path = ''): Promise<string> => {
  const opening = openDatabase({ databaseUrl, dataDir: '' }, { path, clock: systemClock, publish: () => {}, onFatal })
  return opening.then(
    async (database) => {
      await database.stop()
      return 'opened'
    },
    ({ name, message }: Error) => (name === 'DatabaseStartError' ? message : `${name}: ${message}`),
  )
}

const missing = findPostgres() === undefined

const newer = (by: string) =>
  new RegExp(
    `^The database was upgraded by ${by}, and this is Parley [\\d.]+, which doesn't know 9999-later: start the newer version, or restore`,
  )

test('a SQLite file of a newer version is refused, and one of this version opens again', async () => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-newer-'))
  const path = join(directory, 'parley.db')
  expect(await refusal(undefined, path)).toBe('opened')
  expect(await refusal(undefined, path)).toBe('opened')
  const { Database } = await import('bun:sqlite')
  const file = new Database(path)
  file.exec("insert into kysely_migration (name, timestamp) values ('9999-later', '')")
  expect(await refusal(undefined, path)).toMatch(newer('a newer version of Parley'))
  file.exec(`update meta set value = '["${version}", "88.0.0"]' where name = 'opened_by'`)
  file.close()
  expect(await refusal(undefined, path)).toMatch(newer('Parley 88.0.0'))
  await rm(directory, { recursive: true, force: true })
})

test('the description of the database has no password', () => {
  const databaseUrl = 'postgres://parley:secret@db.internal:5433/chat'
  expect(describeDatabase({ databaseUrl, dataDir: 'data' })).toBe('PostgreSQL at db.internal:5433/chat')
  expect(describeDatabase({ databaseUrl: undefined, dataDir: 'data' })).toBe('SQLite in data')
})

test.skipIf(missing)('a database of a newer version is refused', async () => {
  const server = await sharedPostgres()
  const url = await server.createDatabase()
  expect(await refusal(url)).toBe('opened')
  const name = new URL(url).pathname.slice(1)
  await server.query("insert into kysely_migration (name, timestamp) values ('9999-later', '')", name)
  expect(await refusal(url)).toMatch(newer('a newer version of Parley'))
})

test.skipIf(missing)(
  'what stands in the way of a start is said in one sentence, with the remedy and without the password',
  async () => {
    const server = await sharedPostgres()
    await server.query("create role locked login password 'right'")
    await server.query('create role guest login')
    const url = new URL(await server.createDatabase())
    const name = url.pathname.slice(1)
    await server.query('revoke create on schema public from public', name)
    const as = (more: Partial<URL>): string => Object.assign(new URL(url), more).href
    const sentences = [
      await refusal(as({ username: 'locked', password: 'wrong-secret' })),
      await refusal(as({ pathname: '/nowhere' })),
      await refusal(as({ port: '1' })),
      await refusal(as({ hostname: 'db.invalid' })),
      await refusal(as({ username: 'guest' })),
    ]
    expect(sentences).toEqual([
      `PostgreSQL at ${url.host} refuses the user locked (28P01): correct the name or the password in PARLEY_DATABASE_URL.`,
      `PostgreSQL at ${url.host} has no database nowhere: create it with \`createdb nowhere\`, or correct PARLEY_DATABASE_URL.`,
      'PostgreSQL at 127.0.0.1:1 cannot be reached (ECONNREFUSED): start it, let this machine connect, or correct PARLEY_DATABASE_URL.',
      expect.stringMatching(/^PostgreSQL at db\.invalid:\d+ cannot be reached \(\w+\): start it/),
      `The user guest cannot create tables in ${name}: run \`grant create on schema public to guest\` there, or make that user the owner of the database.`,
    ])
    expect(sentences.join()).not.toContain('wrong-secret')
  },
)
