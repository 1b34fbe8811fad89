import { WORLD_CHAT_ID } from '@parley/protocol'
import { type Kysely, type Migration, Migrator } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import { minuteOf, type Schema } from '../schema'
import { DatabaseStartError } from '../start-error'
import { appliedMigrations, refuseUnfinishedCopy } from '../unfinished-copy'
import { spine } from './0001-spine'

export interface Installation {
  /** The epoch that a new database gets. */
  readonly epoch: string
  readonly nowMs: number
  /** Only the tables: a copy brings its own world, and gets its epoch when it is complete. */
  readonly tablesOnly?: boolean
}

const migrations = { '0001-spine': spine }

/** What the tables of a SQLite file have gone through when they are new enough, oldest first. */
export const sqliteMigrations: readonly string[] = Object.keys(migrations)

/**
 * Brings the tables of a SQLite file to the newest form; answers the epoch.
 * @throws {DatabaseStartError} when a newer version made it
 */
export const migrate = (db: Kysely<Schema>, first: Installation): Promise<string> =>
  migrateTo(db, { migrations, first })

/** Runs what is missing of `migrations`, and makes what every installation has: its epoch and the world. */
export const migrateTo = async (
  db: Kysely<Schema>,
  { migrations: known, first }: { migrations: Record<string, Migration>; first: Installation },
): Promise<string> => {
  const tables = await tableNames(db)
  if (!first.tablesOnly) refuseUnfinishedCopy(tables)
  if (tables.includes('kysely_migration')) await refuseNewer(db, known)
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  if (first.tablesOnly) return first.epoch
  await db
    .insertInto('meta')
    .values({ name: 'epoch', value: first.epoch })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await makeWorld(db, first.nowMs)
  const { value: epoch } = await db
    .selectFrom('meta')
    .select('value')
    .where('name', '=', 'epoch')
    .executeTakeFirstOrThrow()
  return epoch
}

const tableNames = async (db: Kysely<Schema>): Promise<string[]> =>
  (await db.introspection.getTables({ withInternalKyselyTables: true })).map(({ name }) => name)

/** A schema that this program does not know would be used wrongly. */
const refuseNewer = async (db: Kysely<Schema>, known: Record<string, Migration>): Promise<void> => {
  const unknown = (await appliedMigrations(db)).filter((name) => !Object.hasOwn(known, name))
  if (unknown.length > 0)
    throw new DatabaseStartError(
      `The database was made by a newer version of Parley (${unknown.join(', ')}): start that version or a newer one.`,
    )
}

const makeWorld = async (db: Kysely<Schema>, nowMs: number): Promise<void> => {
  await db
    .insertInto('chats')
    .values({
      id: toBytes(WORLD_CHAT_ID),
      kind: 'channel',
      rev: 1,
      row_rev: 1,
      seq: 0,
      first_seq: 1,
      acl_rev: 1,
      last_at: 0,
      changed_min: minuteOf(nowMs),
      created_at: nowMs,
      history_visible: 1,
      open: 1,
      member_count: 0,
      everybody: 1,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
