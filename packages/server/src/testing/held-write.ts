import { sql } from 'kysely'
import type { Database, Transaction } from '../storage/database'
import { eventually } from './eventually'
import type { TestApp } from './test-app'
import { testedKind } from './test-database'

/** Whether a transaction of this database waits for a lock of another one. */
const isWaitedFor = (database: Database): Promise<boolean> =>
  database.read(async (db) => {
    const { rows } = await sql`
      select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`.execute(db)
    return rows.length > 0
  })

/** A transaction that has done its work, and holds its locks. It commits at the end of the scope at the latest. */
export interface HeldWrite extends AsyncDisposable {
  /** Commits once another transaction waits for its locks. On SQLite, transactions wait for one another anyway. */
  commitWhenWaitedFor(): Promise<void>
}

/** Runs a transaction up to its commit. */
export const heldWrite = async (app: TestApp, run: (tx: Transaction) => Promise<unknown>): Promise<HeldWrite> => {
  const held = Promise.withResolvers<void>()
  const commits = Promise.withResolvers<void>()
  const committed = app.database.write(async (tx) => {
    await run(tx)
    held.resolve()
    await app.hold(commits.promise)
  })
  await Promise.race([held.promise, committed])
  // A database waits for its transactions when it stops, so a failed test must not leave one open.
  const commit = () => {
    commits.resolve()
    return committed
  }
  return {
    commitWhenWaitedFor: async () => {
      if (testedKind() === 'postgres') await eventually(() => isWaitedFor(app.database))
      await commit()
    },
    [Symbol.asyncDispose]: commit,
  }
}
