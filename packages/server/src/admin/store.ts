import type { UserId } from '@parley/protocol'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { UserRow } from '../users/users'

export const selectById = (db: Queries, id: UserId): Promise<UserRow | undefined> =>
  db.selectFrom('users').selectAll().where('id', '=', toBytes(id)).executeTakeFirst()
