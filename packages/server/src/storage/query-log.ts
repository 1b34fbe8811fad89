import type { CompiledQuery, KyselyConfig, LogEvent } from 'kysely'

/** Receives each query with its values: tests check the plans of the server's real queries. */
export type OnQuery = (query: CompiledQuery) => void

/** The kysely setting that reports queries; empty without a listener. */
export const queryLogOption = (onQuery: OnQuery | undefined): Pick<KyselyConfig, 'log'> =>
  onQuery ? { log: ({ query }: LogEvent) => onQuery(query) } : {}
