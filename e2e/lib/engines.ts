import { TestNats, whyNoNats } from '@parley/server/src/testing/nats'
import { findPostgres, PostgresServer } from '@parley/server/src/testing/postgres'

/** Whether this run is about servers on PostgreSQL and NATS, in place of the embedded default. */
export const isScaled = process.env.TEST_ENGINES === 'scaled'

/** Why several nodes cannot be tested here; undefined where they can. */
export const whyNoEngines = (): string | undefined =>
  findPostgres() ? whyNoNats() : 'there is no PostgreSQL (on Debian: apt-get install postgresql)'

interface Engines {
  readonly postgres: PostgresServer
  readonly nats: TestNats
}

/** Shared by all tests of a process, and ended with it. */
let shared: Promise<Engines> | undefined
const databases = new Map<string, Promise<string>>()

const start = async (): Promise<Engines> => ({
  postgres: await PostgresServer.start({ durable: true }),
  nats: await TestNats.start(),
})

/** Settings that put a server on PostgreSQL and NATS: one database for each data directory, also when it starts again. */
export const scaledSettings = async (dataDir: string): Promise<Record<string, string>> => {
  shared ??= start()
  const { postgres, nats } = await shared
  const database = databases.get(dataDir) ?? postgres.createDatabase()
  databases.set(dataDir, database)
  return { PARLEY_DATABASE_URL: await database, PARLEY_NATS_URL: nats.url }
}
