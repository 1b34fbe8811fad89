import type { Queries } from '../../storage/database'
import type { CopiedTable } from './tables'

/** A database that is read. */
export interface OpenSource extends AsyncDisposable {
  readonly db: Queries
  tables(): Promise<readonly string[]>
}

/** A database that a copy is written into. */
export interface OpenTarget extends AsyncDisposable {
  readonly db: Queries
  tables(): Promise<readonly string[]>
  /** All of it or nothing. */
  transaction(run: (db: Queries) => Promise<void>): Promise<void>
  /** Makes what is missing of the tables, empty. */
  makeTables(): Promise<void>
  /** Lets the next row that is made get a number that no copied one has. */
  continueNumbers(table: CopiedTable): Promise<void>
}
