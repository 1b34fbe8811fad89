import {
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresDialect,
  type QueryResult,
} from 'kysely'
import type { ClientBase, CustomTypesConfig } from 'pg'
import { type OnQuery, queryLogOption } from '../query-log'
import type { Schema } from '../schema'
import { TurnsWrites } from './together'

/** Statements that each connection keeps prepared; PostgreSQL holds a plan for each of them on every connection. */
const NAMED_MAX = 256
/** Long lists have so many lengths that naming their statements would only fill the table. */
const NAMED_PARAMETERS = 24

/** Names of statements: parsing a query costs more than running a prepared one. */
export class StatementNames {
  private readonly names = new Map<string, string>()

  /** The name of a statement; undefined for one that is parsed each time. */
  of(sql: string, parameters: number): string | undefined {
    const known = this.names.get(sql)
    if (known !== undefined || parameters > NAMED_PARAMETERS || this.names.size >= NAMED_MAX) return known
    const name = `q${this.names.size + 1}`
    this.names.set(sql, name)
    return name
  }
}

const oids = { int8: 20, uuid: 2950 }

type Parser = (text: string) => unknown

const typesWith = (base: CustomTypesConfig, parsers: ReadonlyMap<number, Parser>): CustomTypesConfig => ({
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    parsers.get(oid) ?? base.getTypeParser(oid, format as 'text')) as CustomTypesConfig['getTypeParser'],
})

/** Values come in the program's forms: numbers and texts. Ids stay texts, because most of them go on to the wire. */
export const valueTypes = (base: CustomTypesConfig): CustomTypesConfig =>
  typesWith(base, new Map<number, Parser>([[oids.int8, Number]]))

/** Values come as from SQLite, with ids as bytes, for copies between engines. */
export const copiedTypes = (base: CustomTypesConfig): CustomTypesConfig => {
  const bytesOf: Parser = (text) => Buffer.from(text.replaceAll('-', ''), 'hex')
  return typesWith(
    base,
    new Map<number, Parser>([
      [oids.int8, Number],
      [oids.uuid, bytesOf],
    ]),
  )
}

/**
 * PostgreSQL can't store U+0000, and a query for it is an error. Stored texts never contain it, because names refuse it
 * and JSON escapes it. So such a query returns nothing, as in SQLite.
 */
const storable = (value: unknown): unknown =>
  typeof value === 'string' && value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value

interface ClientParts {
  readonly client: ClientBase
  readonly writes: TurnsWrites
  readonly names: StatementNames
}

class ClientConnection implements DatabaseConnection {
  constructor(private readonly parts: ClientParts) {}

  async executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    const { client, writes, names } = this.parts
    const name = names.of(sql, parameters.length)
    const query = { text: sql, values: parameters.map(storable), ...(name === undefined ? {} : { name }) }
    writes.gather()
    const { rows, rowCount } = await client.query(query)
    return { rows: rows as R[], ...(rowCount === null ? {} : { numAffectedRows: BigInt(rowCount) }) }
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed')
  }
}

/** Always the same connection; the caller owns transactions. */
class ClientDriver implements Driver {
  constructor(private readonly connection: ClientConnection) {}

  acquireConnection = async (): Promise<DatabaseConnection> => this.connection
  init = async (): Promise<void> => {}
  beginTransaction = async (): Promise<void> => {}
  commitTransaction = async (): Promise<void> => {}
  rollbackTransaction = async (): Promise<void> => {}
  releaseConnection = async (): Promise<void> => {}
  destroy = async (): Promise<void> => {}
}

/** The caller takes the lock of migrations: kysely's own comes too late for its first table. */
class UnlockedAdapter extends PostgresAdapter {
  override async acquireMigrationLock(): Promise<void> {}
  override async releaseMigrationLock(): Promise<void> {}
}

class ClientDialect extends PostgresDialect {
  constructor(
    private readonly driver: ClientDriver,
    private readonly adapter: PostgresAdapter,
  ) {
    super({ pool: { connect: () => Promise.reject(new Error('not used')), end: async () => {} } })
  }

  override createDriver = (): Driver => this.driver
  override createAdapter = (): PostgresAdapter => this.adapter
}

/**
 * Creates kysely over single connections of one database. They share one adapter, under which `prepared` keeps its
 * queries.
 */
export class ClientQueries {
  private readonly names = new StatementNames()
  private readonly adapter = new UnlockedAdapter()
  private readonly known = new WeakMap<ClientBase, { db: Kysely<Schema>; writes: TurnsWrites }>()

  constructor(private readonly onQuery?: OnQuery) {}

  over(client: ClientBase): Kysely<Schema> {
    return this.of(client).db
  }

  /** Sends the following queries of this turn with one write. */
  gather(client: ClientBase): void {
    this.of(client).writes.gather()
  }

  private of(client: ClientBase) {
    const known = this.known.get(client)
    if (known) return known
    const writes = new TurnsWrites(client)
    const driver = new ClientDriver(new ClientConnection({ client, writes, names: this.names }))
    const dialect = new ClientDialect(driver, this.adapter)
    const db = new Kysely<Schema>({ dialect, ...queryLogOption(this.onQuery) })
    const made = { db, writes }
    this.known.set(client, made)
    return made
  }
}
