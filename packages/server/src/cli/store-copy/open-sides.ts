import type { Queries } from '../../storage/database'
import type { CopiedTable } from './tables'

/** The database that is copied. */
export interface OpenSource extends AsyncDisposable {
  readonly db: Queries
  tables(): Promise<readonly string[]>
}

/** The database that receives the copy. */
export interface OpenTarget extends AsyncDisposable {
  readonly db: Queries
  tables(): Promise<readonly string[]>
  /** Runs in one transaction. */
  transaction(run: (db: Queries) => Promise<void>): Promise<void>
  /** Creates the missing tables. */
  makeTables(): Promise<void>
  /** Advances the table's sequence, so that new rows get unused numbers. */
  continueNumbers(table: CopiedTable): Promise<void>
}
