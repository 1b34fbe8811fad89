import { type RawBuilder, sql } from 'kysely'
import type { Queries } from '../../storage/database'
import type { CopiedTable, Row, Value } from './tables'

/** Values that one statement carries: SQLite takes 32,766 of them. */
const VALUES_MAX = 14_000
const ROWS_MAX = 1_000

/** Rows of a table that are read and written at a time. */
export const batchRows = ({ columns }: CopiedTable): number =>
  Math.min(ROWS_MAX, Math.floor(VALUES_MAX / columns.length))

const refs = (columns: readonly string[]): RawBuilder<unknown> => sql.join(columns.map((column) => sql.ref(column)))

const conditions = ({ key, leftOut }: CopiedTable, after: readonly Value[] | undefined): RawBuilder<unknown> => {
  const all: RawBuilder<unknown>[] = [sql`1 = 1`]
  if (leftOut) all.push(sql`${sql.ref(leftOut.column)} not in (${sql.join(leftOut.values)})`)
  if (after) all.push(sql`(${refs(key)}) > (${sql.join(after)})`)
  return sql.join(all, sql` and `)
}

/** The next rows after a key, in the order of keys. */
export const readRows = async (
  db: Queries,
  table: CopiedTable,
  after: readonly Value[] | undefined,
): Promise<readonly Row[]> => {
  const { rows } = await sql<Row>`select ${refs(table.columns)} from ${sql.table(table.name)}
    where ${conditions(table, after)} order by ${refs(table.key)} limit ${batchRows(table)}`.execute(db)
  return table.instead ? rows.map((row) => ({ ...row, ...table.instead })) : rows
}

/** All rows of a table, a batch at a time. */
export async function* batchesOf(
  db: Queries,
  table: CopiedTable,
  after?: readonly Value[],
): AsyncGenerator<readonly Row[]> {
  let from = after
  for (;;) {
    const rows = await readRows(db, table, from)
    if (rows.length > 0) yield rows
    if (rows.length < batchRows(table)) return
    from = keyOf(table, rows.at(-1))
  }
}

/** The key of a row, as the next batch begins after it. */
export const keyOf = ({ key }: CopiedTable, row: Row | undefined): readonly Value[] =>
  key.map((column) => row?.[column] ?? null)

export const insertRows = async (db: Queries, table: CopiedTable, rows: readonly Row[]): Promise<void> => {
  const tuples = rows.map((row) => sql`(${sql.join(table.columns.map((column) => row[column] ?? null))})`)
  await sql`insert into ${sql.table(table.name)} (${refs(table.columns)}) values ${sql.join(tuples)}`.execute(db)
}

export const countRows = async (db: Queries, table: CopiedTable): Promise<number> => {
  const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table.name)}
    where ${conditions(table, undefined)}`.execute(db)
  return Number(rows[0]?.count ?? 0)
}
