import type { CompiledQuery, KyselyConfig, LogEvent } from 'kysely'

/** Hears each query that ran, with its values: tests look at the plans of what the server really asks. */
export type OnQuery = (query: CompiledQuery) => void

/** What of kysely's settings makes it tell of its queries; nothing where nobody listens. */
export const tellingOf = (onQuery: OnQuery | undefined): Pick<KyselyConfig, 'log'> =>
  onQuery ? { log: ({ query }: LogEvent) => onQuery(query) } : {}
