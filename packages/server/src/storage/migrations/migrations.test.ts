import { expect, test } from 'bun:test'
import { readdirSync } from 'node:fs'
import { sql } from 'kysely'
import { kyselyOver, openConnection } from '../sqlite/bun-sqlite'
import { migrations } from './all'
import { migrate } from './migrate'
import type { Migration } from './migration'
import { runMigrations } from './run-migrations'

const first = { epoch: 'an epoch', nowMs: 0 }

/** An empty database in memory. */
const openEmpty = () => {
  const connection = openConnection(':memory:')
  const names = (table: string) => connection.query<{ name: string }, []>(`select name from ${table}`).all()
  return {
    db: kyselyOver(connection),
    tables: () => names('sqlite_master').map(({ name }) => name),
    applied: () => names('kysely_migration').map(({ name }) => name),
    [Symbol.dispose]: () => connection.close(),
  }
}

const adds = (table: string) => ({ sqlite: [`create table ${table} (a text)`], postgres: [] })

const madeByCode: Migration = {
  sqlite: {
    up: async (db) => {
      await sql`create table c (a text)`.execute(db)
    },
  },
  postgres: [],
}

test('every file with a migration is in the list, in the order of the numbers', () => {
  const files = readdirSync(import.meta.dir).filter((file) => /^\d{4}-/.test(file) && !/-postgres\.ts$/.test(file))
  expect(files.sort().map((file) => file.replace(/\.ts$/, ''))).toEqual(Object.keys(migrations))
})

test('a database gets the migrations that it lacks, each once', async () => {
  using database = openEmpty()
  await sql`create table meta (name text, value text)`.execute(database.db)
  const run = (list: Record<string, Migration>) => runMigrations(database.db, { kind: 'sqlite', migrations: list })
  await run({ '0001-a': adds('a') })
  await run({ '0001-a': adds('a'), '0002-b': adds('b'), '0003-c': madeByCode })
  expect(database.applied()).toEqual(['0001-a', '0002-b', '0003-c'])
  expect(database.tables()).toEqual(expect.arrayContaining(['a', 'b', 'c']))
  await expect(run({ '0001-a': adds('a') })).rejects.toThrow("doesn't know 0002-b, 0003-c")
})

test('a migration that fails halfway leaves nothing behind', async () => {
  using database = openEmpty()
  const broken = { ...adds('a'), sqlite: ['create table a (a text)', 'create nonsense'] }
  const upgrade = migrate(database.db, first, { migrations: { '0001-a': broken } })
  await expect(upgrade).rejects.toThrow('syntax error')
  expect(database.tables()).toEqual([])
})
