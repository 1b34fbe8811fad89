import { WORLD_CHAT_ID } from '@parley/protocol'
import { type Kysely, Migrator } from 'kysely'
import { toBytes } from '../../lib/uuid-bytes'
import { minuteOf, type Schema } from '../schema'
import { spine } from './0001-spine'

const migrations = { '0001-spine': spine }

/** Brings the tables to the newest form, and makes what every installation has: its epoch and the world. */
export const migrate = async (db: Kysely<Schema>, first: { epoch: string; nowMs: number }): Promise<void> => {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } })
  const { error } = await migrator.migrateToLatest()
  if (error) throw error
  await db
    .insertInto('meta')
    .values({ name: 'epoch', value: first.epoch })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
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
      changed_min: minuteOf(first.nowMs),
      created_at: first.nowMs,
      history_visible: 1,
      open: 1,
      member_count: 0,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
