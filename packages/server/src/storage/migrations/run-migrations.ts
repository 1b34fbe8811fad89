import { type Kysely, sql } from 'kysely'
import { version } from '../../lib/version'
import type { Schema } from '../schema'
import { DatabaseStartError } from '../start-error'
import { appliedMigrations } from '../unfinished-copy'
import { readVersions } from '../versions'
import type { Migration } from './migration'

/** The table that records migrations, named as in the versions that used kysely's migrator. */
const RECORDS = 'kysely_migration'

export interface MigrationRun {
  readonly kind: keyof Migration
  /** By name, oldest first. */
  readonly migrations: Readonly<Record<string, Migration>>
}

/**
 * Runs the migrations that a database lacks, oldest first, and records each one in the table `kysely_migration`. The caller
 * provides the transaction.
 * @throws {DatabaseStartError} when the database has gone through a migration that isn't in the list
 */
export const runMigrations = async (
  db: Kysely<Schema>,
  { kind, migrations }: MigrationRun,
): Promise<{ readonly isNew: boolean }> => {
  const isNew = !(await tableNames(db, kind)).includes(RECORDS)
  // Made only when it is missing: a node may run as a user without the right to make tables.
  if (isNew)
    await sql`create table kysely_migration (
      name varchar(255) not null primary key, timestamp varchar(255) not null)`.execute(db)
  const applied = new Set(await appliedMigrations(db))
  await refuseNewer(
    db,
    [...applied].filter((name) => !Object.hasOwn(migrations, name)),
  )
  for (const [name, migration] of Object.entries(migrations)) {
    if (applied.has(name)) continue
    await runSteps(db, migration[kind])
    const at = new Date().toISOString()
    await sql`insert into kysely_migration (name, timestamp) values (${name}, ${at})`.execute(db)
  }
  return { isNew }
}

const selectNames = {
  sqlite: sql<{ name: string }>`select name from sqlite_master where type = 'table'`,
  postgres: sql<{ name: string }>`select tablename as name from pg_tables where schemaname = current_schema()`,
}

/** The names of all tables, whatever made them. */
export const tableNames = async (db: Kysely<Schema>, kind: keyof Migration): Promise<string[]> =>
  (await selectNames[kind].execute(db)).rows.map(({ name }) => name)

const runSteps = async (db: Kysely<Schema>, steps: Migration[keyof Migration]): Promise<void> => {
  if ('up' in steps) return steps.up(db as Kysely<unknown>)
  for (const statement of steps) await sql.raw(statement).execute(db)
}

/** This version would misuse tables that it doesn't know. */
const refuseNewer = async (db: Kysely<Schema>, unknown: readonly string[]): Promise<void> => {
  if (unknown.length === 0) return
  const { openedBy } = await readVersions(db)
  const newest = openedBy.at(-1)
  const by = newest === undefined || newest === version ? 'a newer version of Parley' : `Parley ${newest}`
  throw new DatabaseStartError(
    `The database was upgraded by ${by}, and this is Parley ${version}, which doesn't know ${unknown.join(', ')}: ` +
      'start the newer version, or restore a backup from before the upgrade.',
  )
}
