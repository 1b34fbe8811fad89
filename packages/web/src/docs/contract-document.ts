import type { JsonSchema } from '@parley/protocol/json-schemas'
import type { OpenRpc } from '@parley/protocol/openrpc'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export type { JsonSchema, OpenRpc }
export type Method = OpenRpc['methods'][number]
export type PushedEvent = OpenRpc['x-events'][number]

/** The kinds of entries: a method, an event, or a named type. */
export type Entry =
  | { readonly kind: 'method'; readonly name: string; readonly doc: string; readonly method: Method }
  | { readonly kind: 'event'; readonly name: string; readonly doc: string; readonly event: PushedEvent }
  | { readonly kind: 'type'; readonly name: string; readonly doc: string; readonly schema: JsonSchema }

/** The contract of the running server, with its parts by name. */
export interface ContractDocument {
  readonly openRpc: OpenRpc
  readonly entries: readonly Entry[]
  readonly byName: ReadonlyMap<string, Entry>
}

type Loading = { readonly document?: ContractDocument; readonly failed: boolean }

const documentStore = createStore<Loading>(() => ({ failed: false }))

const entriesOf = (openRpc: OpenRpc): readonly Entry[] => [
  ...openRpc.methods.map((method) => ({
    ...({ kind: 'method', name: method.name, doc: method.description } as const),
    method,
  })),
  ...openRpc['x-events'].map((event) => ({
    ...({ kind: 'event', name: event.name, doc: event.description } as const),
    event,
  })),
  ...Object.entries(openRpc.components.schemas).map(([name, schema]) => ({
    ...({ kind: 'type', name, doc: schema.description ?? '' } as const),
    schema,
  })),
]

/** The parts of a document, indexed for lookups. */
export const indexed = (openRpc: OpenRpc): ContractDocument => {
  const entries = entriesOf(openRpc)
  return { openRpc, entries, byName: new Map(entries.map((entry) => [entry.name, entry])) }
}

/** Fetches the contract from the server. Another call retries. */
export const loadDocument = async (): Promise<void> => {
  documentStore.setState({ failed: false })
  try {
    const response = await fetch('/openrpc.json')
    if (!response.ok) throw new Error(`The server answered ${response.status}.`)
    documentStore.setState({ document: indexed((await response.json()) as OpenRpc) })
  } catch {
    documentStore.setState({ failed: true })
  }
}

export const useLoading = (): Loading => useStore(documentStore)

/** The contract. Use it only inside components that render after it has loaded. */
export const useDocument = (): ContractDocument => {
  const { document } = useLoading()
  if (!document) throw new Error('the contract is not loaded yet')
  return document
}

/** The group of a method or event: the part before its dot. */
export const groupOf = (name: string): string => name.slice(0, name.indexOf('.'))

/** The name at the end of a reference such as `#/components/schemas/Message`. */
export const nameOf = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)
