import pg from 'pg'
import { valueTypes } from '../storage/postgres-dialect'
import { startSentence } from '../storage/postgres-errors'
import { placeOf } from '../storage/postgres-place'
import { DatabaseStartError } from '../storage/start-error'

/**
 * One connection for a command, under a name that the database's administrators see.
 * @throws {DatabaseStartError}
 */
export const connectPostgres = async (
  url: string,
  { name, timeoutMs }: { readonly name: string; readonly timeoutMs: number },
): Promise<pg.Client> => {
  const client = new pg.Client({
    connectionString: url,
    types: valueTypes(pg.types),
    application_name: name,
    connectionTimeoutMillis: timeoutMs,
    keepAlive: true,
  })
  // A connection that breaks is heard of by the next query; without a listener the process would end.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new DatabaseStartError(startSentence(error, placeOf(url)) ?? `PostgreSQL cannot be opened: ${error}`)
  }
}
