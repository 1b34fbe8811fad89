import type { Compilable, CompiledQuery } from 'kysely'
import type { Queries } from '../database'

/** Placeholder in a compiled query for a value of each run. */
class Slot<Values> {
  constructor(readonly key: keyof Values) {}
}

/** Replaces values by placeholders. */
const slotsFor = <Values extends object>(values: Values): Values => {
  const slots = Object.keys(values).map((key) => [key, new Slot<Values>(key as keyof Values)] as const)
  return (Array.isArray(values) ? slots.map(([, slot]) => slot) : Object.fromEntries(slots)) as Values
}

/** Lists of one length have the same query, and so have objects with the same members in the same order. */
const shapeOf = (values: object): number | string =>
  Array.isArray(values) ? values.length : Object.keys(values).join()

/**
 * A query whose text is compiled once for each database, each length of a list and each set of members. Compiling costs
 * several times as much as running. `build` gets placeholders. It may only check which members exist, and pass them on
 * to kysely. A present member has a value: null, but not undefined.
 */
export const prepared = <Values extends object, Row>(
  build: (db: Queries, values: Values) => Compilable<Row>,
): ((db: Queries, values: Values) => Promise<Row[]>) => {
  const compiled = new WeakMap<object, Map<number | string, CompiledQuery<Row>>>()
  const queryFor = (db: Queries, values: Values): CompiledQuery<Row> => {
    const { adapter } = db.getExecutor()
    const byShape = compiled.get(adapter) ?? new Map<number | string, CompiledQuery<Row>>()
    compiled.set(adapter, byShape)
    const shape = shapeOf(values)
    const known = byShape.get(shape)
    if (known) return known
    const query = build(db, slotsFor(values)).compile()
    byShape.set(shape, query)
    return query
  }
  return async (db, values) => {
    const query = queryFor(db, values)
    const parameters = query.parameters.map((value) =>
      value instanceof Slot ? values[value.key as keyof Values] : value,
    )
    const { rows } = await db.executeQuery<Row>({ ...query, parameters })
    return rows
  }
}

/** The row of a query that always has one. */
export const only = <Row>([row]: readonly Row[]): Row => {
  if (row === undefined) throw new Error('A query that always has a row had none.')
  return row
}
