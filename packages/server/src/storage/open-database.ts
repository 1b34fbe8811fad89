import type { Config } from '../config/config'
import type { Logger } from '../lib/logger'
import type { Database } from './database'
import { placeOf } from './postgres/place'
import { Sqlite, type SqliteOptions } from './sqlite/sqlite'

export type DatabaseConfig = Pick<Config, 'databaseUrl' | 'dataDir'>

/** Above this difference, messages of two nodes carry noticeably wrong times. */
const SKEW_MS = 5_000

/**
 * Opens the configured database: PostgreSQL, or SQLite at `path`.
 * @throws {DatabaseStartError}
 */
export const openDatabase = async (
  { databaseUrl }: DatabaseConfig,
  { path, ...options }: SqliteOptions,
  logger?: Pick<Logger, 'warn'>,
): Promise<Database> => {
  if (databaseUrl === undefined) return Sqlite.open({ path, ...options })
  // Loaded only where it is used, so that a start on SQLite doesn't wait for it.
  const { Postgres } = await import('./postgres/postgres')
  const database = await Postgres.open({ url: databaseUrl, ...options })
  const skewMs = Math.round(Math.abs(database.clockSkewMs))
  if (skewMs > SKEW_MS)
    logger?.warn("this machine's clock differs from the database's: let both ask the same time server", {
      durationMs: skewMs,
    })
  return database
}

/** Names the node's database without secrets. */
export const describeDatabase = ({ databaseUrl, dataDir }: DatabaseConfig): string => {
  if (databaseUrl === undefined) return `SQLite in ${dataDir}`
  const { where, database } = placeOf(databaseUrl)
  return `PostgreSQL at ${where}/${database}`
}
