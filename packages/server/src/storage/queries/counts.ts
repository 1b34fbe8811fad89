import type { SelectQueryBuilder } from 'kysely'
import type { Queries } from '../database'
import type { Schema } from '../schema'
import { type PartValues, partsLookup, type ValueTypes } from './lookups'

export interface CountsLookup<Table extends keyof Schema, Types extends ValueTypes> {
  readonly types: Types
  /** The rows to count in one chat. May only pass its values on to kysely. */
  readonly part: (db: Queries, values: PartValues<Types>) => SelectQueryBuilder<Schema, Table, { chat_key: number }>
}

/** Counts rows of many chats with one query. Returns the numbers by chat key; chats without rows are left out. */
export const countsLookup = <Table extends keyof Schema, const Types extends ValueTypes>({
  types,
  part,
}: CountsLookup<Table, Types>) => {
  const lookup = partsLookup({
    types,
    part,
    of: (db, found) =>
      db
        .selectFrom(found.as('counted'))
        .select(({ fn }) => ['part', 'chat_key', fn.countAll<number>().as('count')])
        .groupBy(['part', 'chat_key']),
  })
  return async (db: Queries, parts: readonly PartValues<Types>[]): Promise<ReadonlyMap<number, number>> => {
    const rows = await lookup(db, parts)
    return new Map(rows.map((row) => [row.chat_key, Number(row.count)]))
  }
}
