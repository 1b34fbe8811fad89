import { sql } from 'kysely'
import type pg from 'pg'
import type { Queries } from '../../storage/database'
import { migratePostgres } from '../../storage/migrations/migrate-postgres'
import { connectPostgres } from '../../storage/postgres/connect'
import { ClientQueries } from '../../storage/postgres/dialect'
import type { Address } from './address'
import type { OpenSource, OpenTarget } from './open-sides'
import { StoreCopyError } from './store-copy-error'
import type { CopiedTable } from './tables'

type PostgresAddress = Extract<Address, { kind: 'postgres' }>

/** The id of a lock that all copies share and no other program takes. */
const COPY_LOCK = 7_101_964
const CONNECT_TIMEOUT_MS = 10_000

const connect = ({ url }: PostgresAddress): Promise<pg.Client> =>
  connectPostgres(url, { name: 'parley store copy', timeoutMs: CONNECT_TIMEOUT_MS })

const tablesOf = async (client: pg.Client): Promise<string[]> => {
  const { rows } = await client.query<{ tablename: string }>(
    'select tablename from pg_tables where schemaname = current_schema()',
  )
  return rows.map(({ tablename }) => tablename)
}

/** Servers name their connections. */
const refuseServers = async (client: pg.Client, { shown }: PostgresAddress): Promise<void> => {
  const { rows } = await client.query<{ count: number }>(
    `select count(*)::int as count from pg_stat_activity where datname = current_database() and application_name = 'parley'`,
  )
  if ((rows[0]?.count ?? 0) > 0)
    throw new StoreCopyError(
      `Servers are connected to ${shown}: stop all of them, so that nothing is written during the copy.`,
    )
}

/** Reads one snapshot. */
export const openPostgresSource = async (address: PostgresAddress): Promise<OpenSource> => {
  const client = await connect(address)
  try {
    await refuseServers(client, address)
    await client.query('begin isolation level repeatable read, read only')
    return {
      db: new ClientQueries().over(client),
      tables: () => tablesOf(client),
      [Symbol.asyncDispose]: () => client.end(),
    }
  } catch (error) {
    await client.end()
    throw error
  }
}

/** A database that is filled; one copy at a time works on it. */
export const openPostgresTarget = async (address: PostgresAddress): Promise<OpenTarget> => {
  const client = await connect(address)
  try {
    await refuseServers(client, address)
    const { rows } = await client.query<{ taken: boolean }>(`select pg_try_advisory_lock(${COPY_LOCK}) as taken`)
    if (!rows[0]?.taken) throw new StoreCopyError(`Another copy into ${address.shown} is running. Wait until it ends.`)
  } catch (error) {
    await client.end()
    throw error
  }
  const db = new ClientQueries().over(client)
  return {
    db,
    tables: () => tablesOf(client),
    transaction: (run) => transact(client, () => run(db)),
    makeTables: async () => {
      await migratePostgres(client, db, { epoch: '', nowMs: 0, tablesOnly: true })
    },
    continueNumbers: (table) => continueNumbers(db, table),
    [Symbol.asyncDispose]: () => client.end(),
  }
}

/** Rows came with their numbers: the next one begins after the greatest. */
const continueNumbers = async (db: Queries, { name }: CopiedTable): Promise<void> => {
  await sql`select setval(pg_get_serial_sequence(${name}, 'key'), greatest(max(key), 1), max(key) is not null)
    from ${sql.table(name)}`.execute(db)
}

const transact = async (client: pg.Client, run: () => Promise<void>): Promise<void> => {
  await client.query('begin isolation level read committed')
  try {
    await run()
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => {})
    throw error
  }
}
