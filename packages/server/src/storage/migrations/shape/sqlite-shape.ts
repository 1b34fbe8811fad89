import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema'
import { type Shape, shapeOf } from './shape'

/** The shape of a SQLite database, from its own schema tables. */
export const sqliteShape = async (db: Kysely<Schema>): Promise<Shape> => {
  const { rows } = await sql<{ part: string; definition: string }>`
    with tables as (
      select name, wr, strict from pragma_table_list
      where schema = 'main' and type = 'table' and name not like 'sqlite@_%' escape '@' and name not like 'kysely@_%' escape '@'
        and name <> 'parley_copy')
    select 'table ' || name as part,
      'table' || iif(wr, ' without rowid', '') || iif(strict, ' strict', '') as definition from tables
    union all
    select 'column ' || t.name || '.' || c.name, lower(c.type) || iif(c."notnull", ' not null', '')
      || coalesce(' default ' || c.dflt_value, '') || iif(c.pk, ' primary key ' || c.pk, '')
    from tables t join pragma_table_xinfo(t.name) c
    union all
    select 'index ' || name, sql from sqlite_master
    where type = 'index' and sql is not null and tbl_name in (select name from tables)
    union all
    select 'unique ' || t.name || ' (' || (select group_concat(name, ', ') from pragma_index_info(i.name)) || ')',
      iif(i.origin = 'pk', 'primary key', 'unique')
    from tables t join pragma_index_list(t.name) i where i.origin <> 'c'
    union all
    select 'reference ' || t.name || ' (' || f."from" || ')', f."table" || ' (' || f."to" || ')'
    from tables t join pragma_foreign_key_list(t.name) f`.execute(db)
  return shapeOf(rows.map(({ part, definition }) => [part, definition.replace(/\s+/g, ' ')]))
}
