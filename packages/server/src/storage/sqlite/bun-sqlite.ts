import { Database as BunDatabase, type SQLQueryBindings } from 'bun:sqlite'
import { Kysely, type SqliteDatabase, SqliteDialect, SqliteQueryCompiler, type SqliteStatement } from 'kysely'
import { type OnQuery, queryLogOption } from '../query-log'
import type { Schema } from '../schema'
import type { WorkMeter } from '../work-meter'

/** Opens one connection with the settings for durability, which hold per connection. */
export const openConnection = (path: string): BunDatabase => {
  const connection = new BunDatabase(path, { create: true, readwrite: true })
  // First, because even the next line waits for a connection that is being closed.
  connection.exec('PRAGMA busy_timeout = 5000')
  connection.exec('PRAGMA journal_mode = WAL')
  connection.exec('PRAGMA synchronous = NORMAL')
  connection.exec('PRAGMA wal_autocheckpoint = 0')
  connection.exec('PRAGMA foreign_keys = ON')
  connection.exec('PRAGMA cache_size = -8000')
  connection.exec('PRAGMA temp_store = MEMORY')
  return connection
}

/**
 * SQLite plans a statement again whenever a value changes that its planner used: limits, joined keys, conditions of
 * partial indexes. That takes ten times as long as a lookup. A plus sign, which has no other effect, hides the value. A
 * value that selects a partial index must be a literal in the query.
 */
class UnpeekedValues extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?'
  }
}

class BunSqliteDialect extends SqliteDialect {
  override createQueryCompiler(): SqliteQueryCompiler {
    return new UnpeekedValues()
  }
}

/** Kysely's own SQLite dialect over a bun:sqlite connection, with metering. The caller owns transactions. */
export const kyselyOver = (connection: BunDatabase, meter?: WorkMeter, onQuery?: OnQuery): Kysely<Schema> => {
  // bun:sqlite caches the statements of `query` itself. Reading a statement's columns each time costs more than a
  // lookup.
  const known = new Map<string, SqliteStatement>()
  const prepare = (sql: string): SqliteStatement => {
    const statement = connection.query(sql)
    const prepared = {
      reader: statement.columnNames.length > 0,
      all: (parameters: readonly unknown[]) => {
        const rows = statement.all(...(parameters as SQLQueryBindings[]))
        meter?.countRows(rows.length)
        return rows
      },
      run: (parameters: readonly unknown[]) => {
        meter?.countRows(0)
        return statement.run(...(parameters as SQLQueryBindings[]))
      },
      iterate: (parameters: readonly unknown[]) =>
        statement.iterate(...(parameters as SQLQueryBindings[])) as IterableIterator<unknown>,
    }
    known.set(sql, prepared)
    return prepared
  }
  const database: SqliteDatabase = {
    close: () => connection.close(),
    prepare: (sql) => known.get(sql) ?? prepare(sql),
  }
  return new Kysely<Schema>({ dialect: new BunSqliteDialect({ database }), ...queryLogOption(onQuery) })
}
