import pg from 'pg'
import { DatabaseStartError } from '../start-error'
import { copiedTypes } from './dialect'
import { startSentence } from './errors'
import { placeOf } from './place'

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
  // The next query reports a broken connection. Without a listener the process would end.
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (error) {
    throw new DatabaseStartError(startSentence(error, placeOf(url)) ?? `PostgreSQL cannot be opened: ${error}`)
  }
}
