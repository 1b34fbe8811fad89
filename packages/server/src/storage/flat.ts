import { type Compilable, type SelectQueryBuilder, sql } from 'kysely'
import type { Queries } from './database'
import { prepared } from './prepared'
import type { Schema } from './schema'

/**
 * A column that is compared and not looked for. Planners take two bounds of one column for a better way to few rows than they
 * are: of a chat's messages they would choose the index by seq, and go through the whole chat.
 */
export const unindexed = (column: string) => sql<number>`+${sql.ref(column)}`

/** The same for a text. */
export const unindexedText = (column: string) => sql<string>`${sql.ref(column)} || ''`

/** Above everything that begins with a text. */
export const lastOf = (prefix: string): string => `${prefix}\u{10ffff}`

/** Rows of one table. */
export type Page<Table extends keyof Schema, Found> = SelectQueryBuilder<Schema, Table, Found>

export interface Limited<Values, Table extends keyof Schema, Found, Row> {
  /** The sizes that queries are made for, smallest first. */
  readonly sizes: readonly number[]
  /** The rows of one table in the order of an index. May pass its values on to kysely and do nothing else with them. */
  readonly page: (db: Queries, values: Values) => Page<Table, Found>
  /** What is asked about them. */
  readonly of: (db: Queries, page: Page<Table, Found>) => Compilable<Row>
  /** Brings what was found into the order of the page. */
  readonly order: (a: Row, b: Row) => number
}

/**
 * Pages of a table with what belongs to their rows. The limit stands in the query as a number, inside of every join: of a limit
 * that comes as a value planners know nothing, and sort all that there is.
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
