import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { migrations } from '../../storage/migrations/all'
import expectedShapes from '../../storage/migrations/expected-shapes.json' with { type: 'json' }
import { knownMigrations } from '../../storage/migrations/migrate'
import { runMigrations } from '../../storage/migrations/run-migrations'
import { shapeDifferences } from '../../storage/migrations/shape/differences'
import { readShape } from '../../storage/migrations/shape/read-shape'
import type { Shape } from '../../storage/migrations/shape/shape'
import { kyselyOver } from '../../storage/sqlite/bun-sqlite'
import { readVersions } from '../../storage/versions'
import { bad, type Check, type Finding, good } from './check'
import { schemaFindings } from './schema-finding'

/** Whether the database file can be read and fits this program; a server may run on it meanwhile. */
export const sqliteCheck = (path: string): Check => ({
  name: 'database',
  run: async () => {
    const version = versionOf()
    if (!existsSync(path)) return [good(`SQLite ${version}; ${path} will be created at the first start.`)]
    try {
      return [good(`SQLite ${version} reads ${path}.`), ...(await look(path))]
    } catch (error) {
      const why = error instanceof Error ? error.message : error
      return [bad(`${path} cannot be read (${why}).`, 'Check its permissions and the disk, or restore a backup.')]
    }
  },
})

const versionOf = (): string => {
  using memory = new BunDatabase(':memory:')
  return memory.query<{ version: string }, []>('select sqlite_version() as version').get()?.version ?? 'of no version'
}

const look = async (path: string): Promise<Finding[]> => {
  using database = new BunDatabase(path, { readonly: true })
  const names = (sql: string) =>
    database
      .query<{ name: string }, []>(sql)
      .all()
      .map(({ name }) => name)
  const tables = names("select name from sqlite_master where type = 'table'")
  const applied = tables.includes('kysely_migration') ? names('select name from kysely_migration order by name') : []
  const state = { tables, applied, known: knownMigrations, differences: [] }
  const isOurs =
    tables.includes('meta') && applied.length > 0 && applied.every((name) => knownMigrations.includes(name))
  if (!isOurs) return schemaFindings(state)
  const versions = await readVersions(kyselyOver(database))
  const differences = shapeDifferences(expectedShapes.sqlite, await upgradedShape(database))
  return schemaFindings({ ...state, versions, differences })
}

/** The shape after the next start: the tables without their rows go through the missing migrations in memory. */
const upgradedShape = async (database: BunDatabase): Promise<Shape> => {
  using memory = new BunDatabase(':memory:')
  const parts = database
    .query<{ sql: string }, []>(
      "select sql from sqlite_master where sql is not null and name not like 'sqlite@_%' escape '@'",
    )
    .all()
  for (const { sql } of parts) memory.exec(sql)
  const done = database.query<{ name: string }, []>('select name from kysely_migration').all()
  for (const { name } of done) memory.query("insert into kysely_migration values (?, '')").run(name)
  const db = kyselyOver(memory)
  await runMigrations(db, { kind: 'sqlite', migrations })
  return await readShape(db, 'sqlite')
}
