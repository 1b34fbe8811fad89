import type { UserId } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { UserRow } from '../users/users'

export const selectById = (db: Queries, id: UserId): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()

export const updateDisabled = (
  db: Queries,
  { key, disabledAt }: { key: number; disabledAt: number | null },
): Promise<UserRow> =>
  db
    .updateTable('users')
    .set({ disabled_at: disabledAt })
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()

export const updateAdmin = (db: Queries, { key, rev }: { key: number; rev: number }): Promise<UserRow> =>
  db
    .updateTable('users')
    .set({ admin: 1, profile_rev: rev })
    .where('key', '=', key)
    .returningAll()
    .executeTakeFirstOrThrow()
