import type { Kysely } from 'kysely'
import type { ClientBase } from 'pg'
import type { Schema } from '../schema'
import { type Installation, migrateTo, type Target } from './migrate'

/** Any number that all versions of the program share. */
const LOCK = 7_101_962

/**
 * Brings the tables of a PostgreSQL database up to date, and returns its epoch. Everything runs in one transaction under an
 * advisory lock: several nodes can start at once, and a failed upgrade changes nothing.
 * @throws {DatabaseStartError} when a newer version made it, or its tables differ from what the migrations make
 */
export const migratePostgres = async (
  client: ClientBase,
  db: Kysely<Schema>,
  { target, ...first }: Installation & { readonly target?: Target },
): Promise<string> => {
  await client.query('begin isolation level read committed')
  try {
    // Others may be building indexes for a while.
    await client.query('set local lock_timeout = 0; set local statement_timeout = 0')
    await client.query(`select pg_advisory_xact_lock(${LOCK})`)
    const epoch = await migrateTo(db, { kind: 'postgres', first, target })
    await client.query('commit')
    return epoch
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}
