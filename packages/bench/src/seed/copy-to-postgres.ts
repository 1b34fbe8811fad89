/**
 * Copies the seeded data from SQLite into the tables that a node created in PostgreSQL. Unlike `parley store copy` it
 * checks nothing, so it takes seconds.
 */
import { Database } from 'bun:sqlite'
import { SQL } from 'bun'

const tables = [
  ...['users', 'registrations', 'sessions', 'chats', 'members', 'chat_states', 'messages', 'reactions', 'audit'],
] as const
const numbered = ['users', 'sessions', 'chats', 'audit'] as const
const chunkRows = 10_000

/** Fills a database whose nodes are stopped. */
export const copyToPostgres = async (sqlitePath: string, databaseUrl: string): Promise<void> => {
  const source = new Database(sqlitePath, { readonly: true })
  const target = new SQL(databaseUrl, { max: 1 })
  try {
    await target.unsafe(`truncate ${tables.join(', ')} cascade`)
    // Skip the checks of foreign keys: the source has made them.
    await target.unsafe('set session_replication_role = replica; set synchronous_commit = off')
    for (const table of tables) await copyTable(source, target, table)
    for (const table of numbered)
      await target.unsafe(
        `select setval(pg_get_serial_sequence('${table}', 'key'), (select max(key) from ${table})) where exists (select from ${table})`,
      )
    await target.unsafe('vacuum analyze')
    await target.unsafe('checkpoint')
  } finally {
    await target.close()
    source.close()
  }
}

/** Rows go as JSON: one parameter for thousands of rows, which PostgreSQL parses into its own types. */
const copyTable = async (source: Database, target: SQL, table: string): Promise<void> => {
  const types: { name: string; type: string }[] = await target.unsafe(
    `select column_name as name, data_type as type from information_schema.columns
      where table_schema = 'public' and table_name = '${table}'`,
  )
  const names = types.map(({ name }) => name).join(', ')
  const fields = types.flatMap(({ name, type }) => [`'${name}'`, asText(name, type)])
  const rows = source.query<{ row: string }, []>(`select json_object(${fields.join(', ')}) as row from ${table}`)
  const flush = (chunk: readonly string[]) =>
    target.unsafe(
      `insert into ${table} (${names}) select ${names} from json_populate_recordset(null::${table}, $1::text::json)`,
      [`[${chunk.join(',')}]`],
    )
  let chunk: string[] = []
  for (const { row } of rows.iterate()) {
    chunk.push(row)
    if (chunk.length < chunkRows) continue
    await flush(chunk)
    chunk = []
  }
  if (chunk.length > 0) await flush(chunk)
}

/** The expression for a column of SQLite in a form that PostgreSQL reads. */
const asText = (name: string, type: string): string => {
  if (type === 'uuid') return `case when ${name} is null then null else hex(${name}) end`
  return type === 'bytea' ? `'\\x' || hex(${name})` : name
}
