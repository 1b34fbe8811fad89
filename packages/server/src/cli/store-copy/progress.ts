import { sql } from 'kysely'
import type { Queries } from '../../storage/database'
import { COPY_TABLE } from '../../storage/unfinished-copy'
import type { TableName, Value } from './tables'

const table = sql.table(COPY_TABLE)
/** The row that says where the copy comes from: no table has this name. */
const SOURCE = ':source'

/** How far a table is. */
export interface Reached {
  readonly rows: number
  /** The key of the last row that was copied; undefined before the first. */
  readonly after?: readonly Value[]
}

/** Marks a database as holding an unfinished copy of the source with that epoch. */
export const beginProgress = async (db: Queries, sourceEpoch: string): Promise<void> => {
  await sql`create table ${table} (name text primary key, reached text not null)`.execute(db)
  await put(db, SOURCE, sourceEpoch)
}

/** The epoch of the source that an unfinished copy comes from. */
export const progressSource = (db: Queries): Promise<string | undefined> => get(db, SOURCE)

export const reachedIn = async (db: Queries, name: TableName): Promise<Reached> => {
  const text = await get(db, name)
  return text === undefined ? { rows: 0 } : (JSON.parse(text) as Reached)
}

/** To be called in the transaction that stores the rows. */
export const noteReached = (db: Queries, name: TableName, reached: Reached): Promise<void> =>
  put(db, name, JSON.stringify(reached))

export const endProgress = async (db: Queries): Promise<void> => {
  await sql`drop table ${table}`.execute(db)
}

const get = async (db: Queries, name: string): Promise<string | undefined> => {
  const { rows } = await sql<{ reached: string }>`select reached from ${table} where name = ${name}`.execute(db)
  return rows[0]?.reached
}

const put = async (db: Queries, name: string, reached: string): Promise<void> => {
  await sql`insert into ${table} (name, reached) values (${name}, ${reached})
    on conflict (name) do update set reached = excluded.reached`.execute(db)
}
