import type { Kysely } from 'kysely'
import type { ClientBase } from 'pg'
import type { Schema } from '../schema'
import { spine } from './0001-spine-postgres'
import { type Installation, migrateTo } from './migrate'

const migrations = { '0001-spine': spine }

/** What the tables of a PostgreSQL database have gone through when they are new enough, oldest first. */
export const postgresMigrations: readonly string[] = Object.keys(migrations)

/** Any number that all versions of the program share. */
const LOCK = 7_101_962

/**
 * Brings the tables of a PostgreSQL database to the newest form; answers the epoch. One transaction under a lock of its own,
 * so that any number of nodes may start at once, and one that fails leaves nothing behind.
 * @throws {DatabaseStartError} when a newer version made it
 */
export const migratePostgres = async (client: ClientBase, db: Kysely<Schema>, first: Installation): Promise<string> => {
  await client.query('begin isolation level read committed')
  try {
    // Others may be building indexes for a while.
    await client.query('set local lock_timeout = 0; set local statement_timeout = 0')
    await client.query(`select pg_advisory_xact_lock(${LOCK})`)
    const epoch = await migrateTo(db, { migrations, first })
    await client.query('commit')
    return epoch
  } catch (error) {
    await client.query('rollback')
    throw (await mayMakeTables(client)) ? error : Object.assign(new Error('no right to make tables'), { code: '42501' })
  }
}

/** Asked only after a failure: kysely goes on after its first one, and then reports what follows from it. */
const mayMakeTables = async (client: ClientBase): Promise<boolean> => {
  const { rows } = await client.query("select has_schema_privilege(current_schema(), 'create') as may")
  return rows[0]?.may === true
}
