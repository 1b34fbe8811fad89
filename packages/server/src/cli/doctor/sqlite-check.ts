import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { sqliteMigrations } from '../../storage/migrations/migrate'
import { bad, type Check, type Finding, good } from './check'
import { schemaFinding } from './schema-finding'

/** Whether the database file can be read and fits this program; a server may run on it meanwhile. */
export const sqliteCheck = (path: string): Check => ({
  name: 'database',
  run: async () => {
    const version = versionOf()
    if (!existsSync(path)) return [good(`SQLite ${version}; ${path} will be made at the first start.`)]
    try {
      return [good(`SQLite ${version} reads ${path}.`), look(path)]
    } catch (error) {
      const why = error instanceof Error ? error.message : error
      return [bad(`${path} cannot be read (${why}).`, 'Check its rights and the disk; else restore a backup.')]
    }
  },
})

const versionOf = (): string => {
  using memory = new BunDatabase(':memory:')
  return memory.query<{ version: string }, []>('select sqlite_version() as version').get()?.version ?? 'of no version'
}

const look = (path: string): Finding => {
  using database = new BunDatabase(path, { readonly: true })
  const names = (sql: string) =>
    database
      .query<{ name: string }, []>(sql)
      .all()
      .map(({ name }) => name)
  const tables = names("select name from sqlite_master where type = 'table'")
  const applied = tables.includes('kysely_migration') ? names('select name from kysely_migration order by name') : []
  return schemaFinding({ tables, applied, known: sqliteMigrations })
}
