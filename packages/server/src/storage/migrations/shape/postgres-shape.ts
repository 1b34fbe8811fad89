import { type Kysely, sql } from 'kysely'
import type { Schema } from '../../schema'
import { type Shape, shapeOf } from './shape'

/** The shape of a PostgreSQL database, from its catalogs. Reads only the current schema. */
export const postgresShape = async (db: Kysely<Schema>): Promise<Shape> => {
  const { rows } = await sql<{ part: string; definition: string; schema: string }>`
    with tables as (
      select oid, relname as name from pg_class
      where relnamespace = (select oid from pg_namespace where nspname = current_schema()) and relkind in ('r', 'p')
        and relname not like 'kysely\\_%' and relname <> 'parley_copy'),
    columns as (
      select t.name as table_name, a.*, pg_get_expr(d.adbin, d.adrelid) as initial, c.collname as collated
      from tables t join pg_attribute a on a.attrelid = t.oid and a.attnum > 0 and not a.attisdropped
      join pg_type y on y.oid = a.atttypid
      left join pg_attrdef d on d.adrelid = t.oid and d.adnum = a.attnum
      left join pg_collation c on c.oid = a.attcollation and a.attcollation <> y.typcollation)
    select 'table ' || name as part, 'table' as definition, current_schema() as schema from tables
    union all
    select 'column ' || table_name || '.' || attname, format_type(atttypid, atttypmod)
      || coalesce(' collate ' || collated, '') || case when attnotnull then ' not null' else '' end
      || coalesce(' default ' || initial, '') || case when attidentity <> '' then ' identity' else '' end, current_schema()
    from columns
    union all
    select 'index ' || i.relname, pg_get_indexdef(i.oid), current_schema()
    from tables t join pg_index x on x.indrelid = t.oid join pg_class i on i.oid = x.indexrelid
    where not exists (select from pg_constraint where conindid = i.oid and contype in ('p', 'u'))
    union all
    select 'unique ' || t.name || ' ' || substring(pg_get_constraintdef(c.oid) from '\\(.*\\)'),
      case c.contype when 'p' then 'primary key' else 'unique' end, current_schema()
    from tables t join pg_constraint c on c.conrelid = t.oid and c.contype in ('p', 'u')
    union all
    select 'reference ' || t.name || ' ' || substring(pg_get_constraintdef(c.oid) from '\\(.*?\\)'),
      substring(pg_get_constraintdef(c.oid) from 'REFERENCES (.*)'), current_schema()
    from tables t join pg_constraint c on c.conrelid = t.oid and c.contype = 'f'`.execute(db)
  return shapeOf(rows.map(({ part, definition, schema }) => [part, definition.replaceAll(`${schema}.`, '')]))
}
