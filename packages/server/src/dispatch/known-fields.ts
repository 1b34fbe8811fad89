import type { MethodSpec } from '@parley/protocol'
import { z } from 'zod'

/** Stands for a key that the caller made. */
const CALLERS_KEY = '*'

const namesOf = new WeakMap<MethodSpec, ReadonlySet<string>>()

/**
 * Where in a method's parameters something is wrong, such as `chats.*.seq`. Keys that callers make, as in a record, are
 * left out: they may hold anything, and be as long as a frame.
 */
export const fieldOf = (spec: MethodSpec, path: readonly PropertyKey[]): string =>
  path.map((key) => (typeof key === 'number' || isName(spec, String(key)) ? String(key) : CALLERS_KEY)).join('.')

const isName = (spec: MethodSpec, key: string): boolean => {
  let names = namesOf.get(spec)
  if (!names) {
    const found = new Set<string>()
    collect(z.toJSONSchema(spec.input, { io: 'input', unrepresentable: 'any' }), found)
    names = found
    namesOf.set(spec, names)
  }
  return names.has(key)
}

/** Collects the names of all properties in a JSON Schema. */
const collect = (schema: unknown, names: Set<string>): void => {
  if (typeof schema !== 'object' || schema === null) return
  for (const [key, value] of Object.entries(schema)) {
    if (key === 'properties') for (const name of Object.keys(value as object)) names.add(name)
    collect(value, names)
  }
}
