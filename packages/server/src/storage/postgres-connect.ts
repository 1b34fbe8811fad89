import pg from 'pg'
import { copiedTypes } from './postgres-dialect'
import { startSentence } from './postgres-errors'
import { placeOf } from './postgres-place'
import { DatabaseStartError } from './start-error'

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
    types: copiedTypes(pg.types),
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
