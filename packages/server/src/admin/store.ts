import type { UserId } from '@parley/protocol'
import { type ExpressionBuilder, sql } from 'kysely'
import { toBytes } from '../lib/uuid-bytes'
import type { Queries } from '../storage/database'
import type { Schema } from '../storage/schema'
import type { UserRow } from '../users/users'

const escaped = (text: string): string => text.toLowerCase().replace(/[\\%_]/g, '\\$&')

/** User names and names that begin with `query`; an empty one keeps everybody. */
const beginsWith = (query: string) => (users: ExpressionBuilder<Schema, 'users'>) => {
  const pattern = `${escaped(query)}%`
  return users.or([
    sql<boolean>`${users.ref('username')} like ${pattern} escape '\\'`,
    sql<boolean>`lower(${users.ref('name')}) like ${pattern} escape '\\'`,
  ])
}

/** People by user name, after one of them. */
export const selectPage = (
  db: Queries,
  { query, after, limit }: { query: string; after: string | undefined; limit: number },
): Promise<UserRow[]> =>
  db
    .selectFrom('users')
    .selectAll()
    .where(beginsWith(query))
    .$if(after !== undefined, (rest) => rest.where('username', '>', after ?? ''))
    .orderBy('username')
    .limit(limit)
    .execute()

export const countUsers = async (db: Queries, query: string): Promise<number> => {
  const { total } = await db
    .selectFrom('users')
    .select((users) => users.fn.countAll<number>().as('total'))
    .where(beginsWith(query))
    .executeTakeFirstOrThrow()
  return Number(total)
}

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
