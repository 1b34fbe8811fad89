import type { Compilable, CompiledQuery } from 'kysely'
import type { Queries } from './database'

/** Stands in a compiled query for a value that every run gives anew. */
class Slot<Values> {
  constructor(readonly key: keyof Values) {}
}

/** Stand-ins in the places of values. */
const slotsFor = <Values extends object>(values: Values): Values => {
  const slots = Object.keys(values).map((key) => [key, new Slot<Values>(key as keyof Values)] as const)
  return (Array.isArray(values) ? slots.map(([, slot]) => slot) : Object.fromEntries(slots)) as Values
}

/**
 * A query whose text is made once for each database, and for each length of a list: putting it together costs several
 * times what running it does. `build` gets stand-ins, so it may pass its values on to kysely and do nothing else with them.
 */
export const prepared = <Values extends object, Row>(
  build: (db: Queries, values: Values) => Compilable<Row>,
): ((db: Queries, values: Values) => Promise<Row[]>) => {
  const compiled = new WeakMap<object, Map<number, CompiledQuery<Row>>>()
  const queryFor = (db: Queries, values: Values): CompiledQuery<Row> => {
    const { adapter } = db.getExecutor()
    const byLength = compiled.get(adapter) ?? new Map<number, CompiledQuery<Row>>()
    compiled.set(adapter, byLength)
    const length = Array.isArray(values) ? values.length : 0
    const known = byLength.get(length)
    if (known) return known
    const query = build(db, slotsFor(values)).compile()
    byLength.set(length, query)
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
