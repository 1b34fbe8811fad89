import type { SelectQueryBuilder } from 'kysely'
import type { Queries } from '../database'
import type { Schema } from '../schema'
import { type PartValues, partsLookup } from './lookups'

export interface CountsLookup<Table extends keyof Schema> {
  /** The types of a part's values, in their order; the first value is the key of a chat. */
  readonly types: readonly ('bigint' | 'text')[]
  /** The rows to count in one chat. May only pass its values on to kysely. */
  readonly part: (db: Queries, values: readonly number[]) => SelectQueryBuilder<Schema, Table, { chat_key: number }>
}

/** Counts rows of many chats with one query. Returns the numbers by chat key; chats without rows are left out. */
export const countsLookup = <Table extends keyof Schema>({ types, part }: CountsLookup<Table>) => {
  const lookup = partsLookup({
    types,
    part: (db, values: PartValues) => part(db, values as readonly number[]),
    of: (db, found) =>
      db
        .selectFrom(found.as('counted'))
        .select(({ fn }) => ['part', 'chat_key', fn.countAll<number>().as('count')])
        .groupBy(['part', 'chat_key']),
  })
  return async (db: Queries, parts: readonly (readonly number[])[]): Promise<ReadonlyMap<number, number>> => {
    const rows = await lookup(db, parts)
    return new Map(rows.map((row) => [row.chat_key, Number(row.count)]))
  }
}
