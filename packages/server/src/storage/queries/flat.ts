import { type Compilable, type SelectQueryBuilder, sql } from 'kysely'
import type { Queries } from '../database'
import type { Schema } from '../schema'
import { prepared } from './prepared'

/**
 * A column that a query compares but doesn't search by. Planners overestimate how selective two bounds of one column
 * are. For a chat's messages they would choose the index by seq, and scan the whole chat.
 */
export const unindexed = (column: string) => sql<number>`+${sql.ref(column)}`

/** The same for a text. */
export const unindexedText = (column: string) => sql<string>`${sql.ref(column)} || ''`

/** Sorts after every text with this prefix. */
export const lastOf = (prefix: string): string => `${prefix}\u{10ffff}`

/** Rows of one table. */
export type Page<Table extends keyof Schema, Found> = SelectQueryBuilder<Schema, Table, Found>

export interface Limited<Values, Table extends keyof Schema, Found, Row> {
  /** The sizes of prepared queries, smallest first. */
  readonly sizes: readonly number[]
  /** The rows of one table in the order of an index. May only pass its values on to kysely. */
  readonly page: (db: Queries, values: Values) => Page<Table, Found>
  /** Joins to the rows. */
  readonly of: (db: Queries, page: Page<Table, Found>) => Compilable<Row>
  /** Sorts the results in the order of the page. */
  readonly order: (a: Row, b: Row) => number
}

/**
 * Pages of a table with data joined to their rows. The limit is a number in the query, inside every join. For a limit
 * given as a value, planners assume a default and sort all rows.
 */
export const limited = <Values extends object, Table extends keyof Schema, Found, Row>({
  sizes,
  page,
  of,
  order,
}: Limited<Values, Table, Found, Row>) => {
  const queries = sizes.map((size) => ({
    size,
    select: prepared((db: Queries, values: Values) => of(db, page(db, values).limit(sql.lit(size)))),
  }))
  return async (db: Queries, values: Values, limit: number): Promise<Row[]> => {
    const query = queries.find(({ size }) => size >= limit)
    if (!query) throw new Error(`no query for a page of ${limit}`)
    const rows = await query.select(db, values)
    return rows.sort(order).slice(0, limit)
  }
}
