import { type Kysely, sql } from 'kysely'
import type { Migration } from './migration'

/**
 * Between 25 and 27 November 2026 the first migration was edited in place. Databases made in that time lack some of these
 * columns and their index, although the first migration is recorded as done. In all others this changes nothing.
 */
const columns = [
  { table: 'chats', name: 'pinned', type: 'text' },
  { table: 'chats', name: 'rights', type: 'text' },
  { table: 'chats', name: 'leaves_silently', type: 'integer not null default 0' },
  { table: 'messages', name: 'mentions', type: 'text' },
]
const index = `create index if not exists messages_naming on messages (chat_key, seq) where mentions is not null`

/** SQLite has no `add column if not exists`. */
const columnsIn = async (db: Kysely<unknown>, table: string): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`select name from pragma_table_info(${table})`.execute(db)
  return rows.map(({ name }) => name)
}

export const completeSpine: Migration = {
  sqlite: {
    async up(db) {
      for (const { table, name, type } of columns) {
        if ((await columnsIn(db, table)).includes(name)) continue
        await sql.raw(`alter table ${table} add column ${name} ${type}`).execute(db)
      }
      await sql.raw(index).execute(db)
    },
  },
  postgres: [
    ...columns.map(({ table, name, type }) => `alter table ${table} add column if not exists ${name} ${type}`),
    index,
  ],
}
