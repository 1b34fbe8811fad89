import { Database as BunDatabase } from 'bun:sqlite'
import { existsSync } from 'node:fs'
import type { Config } from '../config/config'
import { databasePathIn } from '../storage/data-directory'
import { connectPostgres } from '../storage/postgres/connect'

const CONNECT_TIMEOUT_MS = 3_000
const query = "select value from meta where name = 'epoch'"

/**
 * The epoch of the installation that the configuration names, which is only read; undefined while there is none.
 * @throws {DatabaseStartError} when PostgreSQL cannot be reached
 */
export const readEpoch = async ({
  databaseUrl,
  dataDir,
}: Pick<Config, 'databaseUrl' | 'dataDir'>): Promise<string | undefined> =>
  databaseUrl === undefined ? fromSqlite(databasePathIn(dataDir)) : fromPostgres(databaseUrl)

const fromSqlite = (path: string): string | undefined => {
  if (!existsSync(path)) return undefined
  const database = new BunDatabase(path, { readonly: true })
  try {
    return database.query<{ value: string }, []>(query).get()?.value
  } catch {
    return undefined
  } finally {
    database.close()
  }
}

const fromPostgres = async (url: string): Promise<string | undefined> => {
  const client = await connectPostgres(url, { name: 'parley installation', timeoutMs: CONNECT_TIMEOUT_MS })
  try {
    const { rows } = await client.query<{ value: string }>(query)
    return rows[0]?.value
  } catch {
    return undefined
  } finally {
    await client.end()
  }
}
