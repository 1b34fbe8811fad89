import { type Compilable, type SelectQueryBuilder, sql } from 'kysely'
import type { Queries } from './database'
import { gathered } from './gathered'
import { prepared } from './prepared'
import type { Schema } from './schema'

type Value = string | number
/** What one part asks about: always as many values, the first of them a chat key. */
export type PartValues = readonly Value[]

/** Which part has found a row: its place among those that were asked. */
interface OfPart {
  readonly part: number
}

type Rows<Row> = SelectQueryBuilder<Schema, never, Row & OfPart>

export interface PartsOptions<Table extends keyof Schema, Found, Row extends OfPart, Values extends PartValues> {
  /** How many values a part has. */
  readonly size: number
  readonly part: (db: Queries, values: Values) => SelectQueryBuilder<Schema, Table, Found>
  /** What is asked about the rows of all parts. */
  readonly of: (db: Queries, found: Rows<Found>) => Compilable<Row>
}

const listsOf = <Values extends PartValues>(values: PartValues, size: number): Values[] =>
  Array.from({ length: values.length / size }, (_, at) => values.slice(at * size, (at + 1) * size) as unknown as Values)

/**
 * One question about many chats: what each is asked stands in a part of its own, which is answered from an index. Reads
 * that share a snapshot ask together.
 */
export const partsLookup = <Table extends keyof Schema, Found, Row extends OfPart, Values extends PartValues>({
  size,
  part,
  of,
}: PartsOptions<Table, Found, Row, Values>) => {
  const query = prepared((db: Queries, values: PartValues) => {
    const parts = listsOf<Values>(values, size).map(
      (one, at) =>
        db.selectFrom(part(db, one).as('found')).selectAll().select(sql.lit(at).as('part')) as unknown as Rows<Found>,
    )
    return of(
      db,
      parts.reduce((all, one) => all.unionAll(one)),
    )
  })
  const idOf = (values: Values): string => values.join(' ')
  return gathered<Values, Row>((db, parts) => query(db, parts.flat()), {
    idOf,
    foundBy: (row, parts) => idOf(parts[row.part] as Values),
    // No chat has this key: it finds nothing.
    filler: Array.from({ length: size }, () => 0) as unknown as Values,
  })
}
