import { type Kysely, sql } from 'kysely'
import { DatabaseStartError } from './start-error'

/**
 * The table in which `parley store copy` records its progress. It exists from before the first row until after the last
 * check.
 */
export const COPY_TABLE = 'parley_copy'

/**
 * Half a copy must not be served, because users would write into it.
 * @throws {DatabaseStartError}
 */
export const refuseUnfinishedCopy = (tables: readonly string[]): void => {
  if (!tables.includes(COPY_TABLE)) return
  throw new DatabaseStartError(
    'The database contains an incomplete copy: run the same `parley store copy` again to resume, or empty the database.',
  )
}

/** Migrations that the tables of a database have gone through, oldest first. */
export const appliedMigrations = async <T>(db: Kysely<T>): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
