import type { Kysely } from 'kysely'

/** SQL statements in order, or code where a statement depends on what the database holds. */
export type Steps = readonly string[] | { up(db: Kysely<unknown>): Promise<void> }

/** One change of the schema, for each database. It runs once, in one transaction with its record. */
export interface Migration {
  readonly sqlite: Steps
  readonly postgres: Steps
}
