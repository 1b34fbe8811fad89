import { type Kysely, sql } from 'kysely'
import { DatabaseStartError } from './start-error'

/** The table in which `parley store copy` keeps how far it is; it is there from before the first row until after the last check. */
export const COPY_TABLE = 'parley_copy'

/**
 * Half a copy must not be served: people would write into it.
 * @throws {DatabaseStartError}
 */
export const refuseUnfinishedCopy = (tables: readonly string[]): void => {
  if (!tables.includes(COPY_TABLE)) return
  throw new DatabaseStartError(
    'The database holds a copy that is not complete: run the same `parley store copy` again, which goes on where it ended, or empty the database.',
  )
}

/** Migrations that the tables of a database have gone through, oldest first. */
export const appliedMigrations = async <T>(db: Kysely<T>): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}
