import type { Queries } from './database'

type Id = string | number

/** Finds the rows of some different keys with one query. */
type Select<Key, Row> = (db: Queries, keys: readonly Key[]) => Promise<Row[]>

export interface GatheredOptions<Key, Row> {
  /** Tells keys apart. */
  readonly idOf: (key: Key) => Id
  /** The id of the key by which a row was found. */
  readonly foundBy: (row: Row, keys: readonly Key[]) => Id
}

/** Keys of one query; what comes beyond them asks by itself. */
const KEYS_MAX = 4_096

interface Caller<Row> {
  readonly ids: ReadonlySet<Id>
  readonly resolve: (rows: Row[]) => void
  readonly reject: (error: unknown) => void
}

/** A row, and where it stood in the answer. */
interface Placed<Row> {
  readonly place: number
  readonly row: Row
}

const inTheirOrder = <Row>(rows: Placed<Row>[]): Row[] => rows.sort((a, b) => a.place - b.place).map(({ row }) => row)

/** What the reads of a shared snapshot ask of one lookup in the same turn. */
class Gathering<Key, Row> {
  private readonly keys = new Map<Id, Key>()
  private readonly callers: Caller<Row>[] = []

  constructor(
    private readonly select: Select<Key, Row>,
    private readonly options: GatheredOptions<Key, Row>,
  ) {}

  hasRoomFor(keys: readonly Key[]): boolean {
    return this.keys.size + keys.length <= KEYS_MAX
  }

  add(keys: readonly Key[]): Promise<Row[]> {
    for (const key of keys) this.keys.set(this.options.idOf(key), key)
    const ids = new Set(keys.map(this.options.idOf))
    return new Promise((resolve, reject) => this.callers.push({ ids, resolve, reject }))
  }

  async ask(db: Queries): Promise<void> {
    const { foundBy } = this.options
    const keys = [...this.keys.values()]
    try {
      const byId = new Map<Id, Placed<Row>[]>()
      for (const [place, row] of (await this.select(db, keys)).entries()) {
        const id = foundBy(row, keys)
        const rows = byId.get(id)
        if (rows) rows.push({ place, row })
        else byId.set(id, [{ place, row }])
      }
      for (const { ids, resolve } of this.callers) resolve(inTheirOrder([...ids].flatMap((id) => byId.get(id) ?? [])))
    } catch (error) {
      for (const { reject } of this.callers) reject(error)
    }
  }
}

/** Connections that several reads share at the moment. */
const shared = new WeakSet<Queries>()

/** While `run` goes on, lookups that its reads make in the same turn ask together. */
export const gathering = async <T>(db: Queries, run: () => Promise<T>): Promise<T> => {
  shared.add(db)
  try {
    return await run()
  } finally {
    shared.delete(db)
  }
}

/**
 * A lookup by keys. Where several reads share a snapshot, all that they ask of it in one turn is one query: when thousands
 * of clients come back at once, queries cost more than rows. Elsewhere it asks at once.
 *
 * The idea is that of Facebook's DataLoader; nothing is remembered here.
 */
export const gathered = <Key, Row>(select: Select<Key, Row>, options: GatheredOptions<Key, Row>): Select<Key, Row> => {
  const open = new WeakMap<Queries, Gathering<Key, Row>>()
  return (db, keys) => {
    if (keys.length === 0) return Promise.resolve([])
    if (!shared.has(db) || keys.length > KEYS_MAX) return select(db, keys)
    const known = open.get(db)
    if (known?.hasRoomFor(keys)) return known.add(keys)
    const fresh = new Gathering(select, options)
    open.set(db, fresh)
    setImmediate(() => {
      if (open.get(db) === fresh) open.delete(db)
      void fresh.ask(db)
    })
    return fresh.add(keys)
  }
}
