import type { Contract, DomainName, MethodSpec } from '@parley/protocol'
import type { Caller, Stranger } from '../lib/caller'
import type { Handlers } from '../lib/handlers'

/** The handlers of every domain: a missing domain or method is a compile error. */
export type AllHandlers = { readonly [D in DomainName]: Handlers<D> }

/** One method, ready to run: its input was parsed by `spec.input` and its caller checked against `spec.auth`. */
export interface AnyHandler {
  readonly spec: MethodSpec
  readonly run: (who: Caller | Stranger, input: unknown) => unknown
}

/** All methods by their names on the wire. A map, so that `__proto__` is just an unknown name. */
export const handlerTable = (contract: Contract, handlers: AllHandlers): ReadonlyMap<string, AnyHandler> => {
  const table = new Map<string, AnyHandler>()
  for (const [domain, methods] of Object.entries(contract)) {
    const runs = handlers[domain as DomainName] as Record<string, AnyHandler['run']>
    for (const [name, spec] of Object.entries(methods as Record<string, MethodSpec>)) {
      const run = runs[name]
      if (!run) throw new Error(`no handler for ${domain}.${name}`)
      table.set(`${domain}.${name}`, { spec, run: (who, input) => run.call(runs, who, input) })
    }
  }
  return table
}
