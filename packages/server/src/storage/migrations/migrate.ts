import { WORLD_CHAT_ID } from '@parley/protocol'
import { type Kysely, sql } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import { version } from '../../lib/version'
import { minuteOf, type Schema } from '../schema'
import { refuseUnfinishedCopy } from '../unfinished-copy'
import { recordVersion } from '../versions'
import { migrations } from './all'
import expectedShapes from './expected-shapes.json' with { type: 'json' }
import type { Migration } from './migration'
import { runMigrations, tableNames } from './run-migrations'
import { requireShape } from './shape/require-shape'
import type { Shape } from './shape/shape'

export interface Installation {
  /** The epoch that a new database gets. */
  readonly epoch: string
  readonly nowMs: number
  /** Only the tables: a copy brings its own world, and gets its epoch when it is complete. */
  readonly tablesOnly?: boolean
}

/** The migrations of up-to-date tables, oldest first. */
export const knownMigrations: readonly string[] = Object.keys(migrations)

/** The migrations to run, and the expected result. */
export interface Target {
  readonly migrations: Readonly<Record<string, Migration>>
  /** By the kind of database; undefined where the shape isn't compared. */
  readonly shapes?: Readonly<Record<keyof Migration, Shape>>
}

const current: Target = { migrations, shapes: expectedShapes }

/**
 * Brings the tables of a SQLite file up to date, and returns its epoch. Everything runs in one transaction, so a failed or
 * killed upgrade changes nothing.
 * @throws {DatabaseStartError} when a newer version made it, or its tables differ from what the migrations make
 */
export const migrate = async (db: Kysely<Schema>, first: Installation, target = current): Promise<string> => {
  // From the start as a writer: a transaction that has read can't become one while another connection has written.
  await sql`begin immediate`.execute(db)
  try {
    const epoch = await migrateTo(db, { kind: 'sqlite', first, target })
    await sql`commit`.execute(db)
    return epoch
  } catch (error) {
    // A full disk has ended the transaction by itself.
    await sql`rollback`.execute(db).catch(() => {})
    throw error
  }
}

export interface Upgrade {
  readonly kind: keyof Migration
  readonly first: Installation
  readonly target?: Target | undefined
}

/** Runs the missing migrations, and makes what every installation has: its epoch and the world. */
export const migrateTo = async (
  db: Kysely<Schema>,
  { kind, first, target: { migrations, shapes } = current }: Upgrade,
): Promise<string> => {
  if (!first.tablesOnly) refuseUnfinishedCopy(await tableNames(db, kind))
  const { isNew } = await runMigrations(db, { kind, migrations })
  if (shapes) await requireShape(db, { kind, expected: shapes[kind] })
  if (first.tablesOnly) return first.epoch
  await recordVersion(db, { version, isNew })
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
