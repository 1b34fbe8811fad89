import { expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Kysely, sql } from 'kysely'
import { version } from '../../../lib/version'
import { findPostgres, sharedPostgres } from '../../../testing/postgres'
import { connectPostgres } from '../../postgres/connect'
import { ClientQueries } from '../../postgres/dialect'
import type { Schema } from '../../schema'
import { kyselyOver, openConnection } from '../../sqlite/bun-sqlite'
import { readVersions } from '../../versions'
import { migrations } from '../all'
import { migrate } from '../migrate'
import { migratePostgres } from '../migrate-postgres'
import type { Migration } from '../migration'
import { differenceText, shapeDifferences } from './differences'
import { readShape } from './read-shape'

const first = { epoch: 'an epoch', nowMs: 0 }

interface Empty extends AsyncDisposable {
  readonly db: Kysely<Schema>
  /** Opens the database like a starting node, or like an older version. */
  open(known?: typeof migrations): Promise<string>
}

const onSqlite = async (): Promise<Empty> => {
  const directory = await mkdtemp(join(tmpdir(), 'parley-shape-'))
  const connection = openConnection(join(directory, 'parley.db'))
  const db = kyselyOver(connection)
  return {
    db,
    open: (known) => migrate(db, first, known && { migrations: known }),
    [Symbol.asyncDispose]: async () => {
      connection.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

const onPostgres = async (): Promise<Empty> => {
  const url = await (await sharedPostgres()).createDatabase()
  const client = await connectPostgres(url, { name: 'a test', timeoutMs: 10_000 })
  const db = new ClientQueries().over(client)
  return {
    db,
    open: (known) => migratePostgres(client, db, { ...first, ...(known ? { target: { migrations: known } } : {}) }),
    [Symbol.asyncDispose]: () => client.end(),
  }
}

const kinds: [keyof Migration, () => Promise<Empty>][] = [
  ['sqlite', onSqlite],
  ...(findPostgres() === undefined ? [] : ([['postgres', onPostgres]] as [keyof Migration, () => Promise<Empty>][])),
]
if (kinds.length === 1) console.log('Skipped, schemas on PostgreSQL: it is not installed.')

const run = (db: Kysely<Schema>, statements: readonly string[]) =>
  statements.reduce((done, statement) => done.then(() => sql.raw(statement).execute(db)), Promise.resolve<unknown>(0))

/** A database as it was before every version recorded itself, with the first migration as it then was. */
const makeOld = async ({ db, open }: Empty, changes: readonly string[]) => {
  const spine = migrations['0001-spine']
  if (!spine) throw new Error('the first migration is gone')
  await open({ '0001-spine': spine })
  await run(db, ["delete from meta where name in ('made_by', 'opened_by')", ...changes])
  await run(db, ["update kysely_migration set timestamp = '2026-11-25T08:00:00.000Z'"])
}

/** The columns that the first migration lacked on 25 November 2026. */
const withoutMentions = [
  'drop index messages_naming',
  'alter table messages drop column mentions',
  'alter table chats drop column rights',
  'alter table chats drop column leaves_silently',
  'alter table chats drop column pinned',
]

test.each(kinds)(
  '%s: a database from before the first migration was complete gets what it lacks',
  async (kind, make) => {
    await using fresh = await make()
    await fresh.open()
    await using old = await make()
    await makeOld(old, withoutMentions)
    await using complete = await make()
    await makeOld(complete, [])
    expect(shapeDifferences(await readShape(complete.db, kind), await readShape(old.db, kind))).toHaveLength(5)
    await old.open()
    expect(await readShape(old.db, kind)).toEqual(await readShape(fresh.db, kind))
  },
)

test.each(kinds)(
  '%s: a database that fits no version is refused with what is wrong and who made it',
  async (_, make) => {
    await using old = await make()
    await makeOld(old, ['drop index users_by_name', 'alter table users drop column bio', ...withoutMentions])
    await expect(old.open()).rejects.toThrow(
      "The tables don't fit this version of Parley: column users.bio is missing. The database was created on 2026-11-25 by " +
        'a version that recorded no number (0.1.0 or earlier). Nothing was changed: start the version that made it, or restore',
    )
    // Not even the columns that a migration would have added.
    await expect(sql`select mentions from messages`.execute(old.db)).rejects.toThrow('mentions')
  },
)

test.each(kinds)('%s: a database says which version made it and which opened it', async (_, make) => {
  await using database = await make()
  await database.open()
  await database.open()
  expect(await readVersions(database.db)).toMatchObject({ madeBy: version, openedBy: [version] })
  await run(database.db, ['drop table bans', 'alter table chats drop column about', 'alter table chats add odd text'])
  await run(database.db, ["update meta set value = '0.0.9' where name = 'made_by'"])
  const today = new Date().toISOString().slice(0, 10)
  await expect(database.open()).rejects.toThrow(
    `column chats.about is missing, table bans is missing. The database was created on ${today} by Parley 0.0.9, and Parley ${version} opened it later.`,
  )
})

test.each(kinds)('%s: an old database notes who opened it, and never who made it', async (_, make) => {
  await using old = await make()
  await makeOld(old, [])
  await old.open()
  expect(await readVersions(old.db)).toEqual({ madeBy: undefined, madeOn: '2026-11-25', openedBy: [version] })
})

test.each(kinds)('%s: what an operator adds or a missing index is no obstacle', async (kind, make) => {
  await using database = await make()
  await database.open()
  const expected = await readShape(database.db, kind)
  await run(database.db, [
    'create index for_reports on messages (at)',
    'create table tallies (a text not null)',
    'alter table users add column payroll text',
    'drop index users_by_name',
  ])
  await database.open()
  const differences = shapeDifferences(expected, await readShape(database.db, kind))
  expect(differences.map(differenceText)).toEqual(['index users_by_name is missing'])
})

test('breaking differences are distinguished from slower ones', () => {
  const expected = {
    'column users.name': 'text not null',
    'index a': 'CREATE INDEX a on users (name)',
    'index b': 'CREATE UNIQUE INDEX b on users (name)',
    'reference users (a)': 'users (key)',
    'table users': 'table',
  }
  const found = { 'table users': 'table', 'column users.name': 'blob', 'column users.more': 'text not null' }
  const words = (breaks: boolean) =>
    shapeDifferences(expected, found)
      .filter((difference) => difference.breaks === breaks)
      .map(differenceText)
  expect(words(true)).toEqual([
    'column users.name is `blob` instead of `text not null`',
    'index b is missing',
    "column users.more is unknown here and can't stay empty",
  ])
  expect(words(false)).toEqual(['index a is missing', 'reference users (a) is missing'])
  expect(shapeDifferences(expected, expected)).toEqual([])
  expect(shapeDifferences(expected, {}).map(differenceText)).toContain('table users is missing')
})
