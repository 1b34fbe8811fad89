import { TestNats, whyNoNats } from '@parley/server/src/testing/nats'
import { findPostgres, PostgresServer } from '@parley/server/src/testing/postgres'

/** True if this run tests servers on PostgreSQL and NATS instead of the embedded default. */
export const isScaled = process.env.TEST_ENGINES === 'scaled'

/** Why several nodes can't be tested here; undefined when they can. */
export const whyNoEngines = (): string | undefined =>
  findPostgres() ? whyNoNats() : 'PostgreSQL is not installed (on Debian: apt-get install postgresql)'

interface Engines {
  readonly postgres: PostgresServer
  readonly nats: TestNats
}

/** Shared by all tests of a process, and stopped with it. */
let shared: Promise<Engines> | undefined
const databases = new Map<string, Promise<string>>()

const start = async (): Promise<Engines> => ({
  postgres: await PostgresServer.start({ durable: true }),
  nats: await TestNats.start(),
})

/** Settings for a server on PostgreSQL and NATS. Each data directory has its own database, also after a restart. */
export const scaledSettings = async (dataDir: string): Promise<Record<string, string>> => {
  shared ??= start()
  const { postgres, nats } = await shared
  const database = databases.get(dataDir) ?? postgres.createDatabase()
  databases.set(dataDir, database)
  return { PARLEY_DATABASE_URL: await database, PARLEY_NATS_URL: nats.url }
}
