import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { takeDataDirectory } from '../../storage/data-directory'
import { migrate } from '../../storage/migrations/migrate'
import { kyselyOver, openConnection } from '../../storage/sqlite/bun-sqlite'
import type { Address } from './address'
import type { OpenSource, OpenTarget } from './open-sides'
import { StoreCopyError } from './store-copy-error'

type SqliteAddress = Extract<Address, { kind: 'sqlite' }>

const tablesOf = (connection: BunDatabase): string[] =>
  connection
    .query<{ name: string }, []>("select name from sqlite_master where type = 'table'")
    .all()
    .map(({ name }) => name)

/** Opens the file for reading alone, in one snapshot. */
export const openSqliteSource = ({ path, shown }: SqliteAddress): OpenSource => {
  if (!existsSync(path)) throw new StoreCopyError(`There is no file ${shown}: correct --from.`)
  const release = keepServersOut(path)
  try {
    const connection = new BunDatabase(path, { readonly: true })
    connection.exec('BEGIN')
    return {
      db: kyselyOver(connection),
      tables: async () => tablesOf(connection),
      [Symbol.asyncDispose]: async () => {
        connection.close()
        release()
      },
    }
  } catch (error) {
    release()
    throw new StoreCopyError(
      `${shown} cannot be read (${(error as Error).message}): check the file and its permissions.`,
    )
  }
}

/** Servers hold this lock for writing. Taking it for reading detects a running server and prevents a start. */
const keepServersOut = (path: string): (() => void) => {
  const lockPath = join(dirname(path), 'server.lock')
  if (!existsSync(lockPath)) return () => {}
  const lock = new BunDatabase(lockPath, { readonly: true })
  try {
    lock.exec('BEGIN')
    lock.query('select count(*) from sqlite_master').get()
  } catch {
    lock.close()
    throw new StoreCopyError(`A server is running on ${path}: stop it, so that nothing is written during the copy.`)
  }
  return () => lock.close()
}

/** Makes the file, or opens one with an unfinished copy; its directory is taken as a server would take it. */
export const openSqliteTarget = ({ path, shown }: SqliteAddress): OpenTarget => {
  if (basename(path) !== 'parley.db')
    throw new StoreCopyError(
      `Servers look for parley.db in their data directory: use that name for the target, not ${shown}.`,
    )
  const data = takeDataDirectory(dirname(path))
  const connection = openConnection(path)
  connection.exec('PRAGMA synchronous = FULL')
  const db = kyselyOver(connection)
  return {
    db,
    tables: async () => tablesOf(connection),
    transaction: (run) => transact(connection, () => run(db)),
    makeTables: async () => {
      await migrate(db, { epoch: '', nowMs: 0, tablesOnly: true })
    },
    // A rowid goes on after the greatest one by itself.
    continueNumbers: async () => {},
    [Symbol.asyncDispose]: async () => {
      connection.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      connection.close()
      data.release()
    },
  }
}

const transact = async (connection: BunDatabase, run: () => Promise<void>): Promise<void> => {
  connection.exec('BEGIN IMMEDIATE')
  try {
    await run()
    connection.exec('COMMIT')
  } catch (error) {
    if (connection.inTransaction) connection.exec('ROLLBACK')
    throw error
  }
}
