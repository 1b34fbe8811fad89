import type { Queries } from '../database'

type Id = string | number

/** Finds the rows of several different keys with one query. */
type Select<Key, Row> = (db: Queries, keys: readonly Key[]) => Promise<Row[]>

export interface GatheredOptions<Key, Row> {
  /** Distinguishes keys. */
  readonly idOf: (key: Key) => Id
  /** The id of the key that found a row. */
  readonly foundBy: (row: Row, keys: readonly Key[]) => Id
}

/** Keys per query. Further keys get a query of their own. */
const KEYS_MAX = 4_096

interface Caller<Row> {
  readonly ids: ReadonlySet<Id>
  readonly resolve: (rows: Row[]) => void
  readonly reject: (error: unknown) => void
}

/** A row and its position in the result. */
interface Placed<Row> {
  readonly place: number
  readonly row: Row
}

const inTheirOrder = <Row>(rows: Placed<Row>[]): Row[] => rows.sort((a, b) => a.place - b.place).map(({ row }) => row)

/** Lookups of one kind that reads of a shared snapshot make in the same turn. */
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

/** While `run` is active, lookups that its reads make in the same turn are batched. */
export const gathering = async <T>(db: Queries, run: () => Promise<T>): Promise<T> => {
  shared.add(db)
  try {
    return await run()
  } finally {
    shared.delete(db)
  }
}

/**
 * A lookup by keys. Where several reads share a snapshot, their lookups in one turn become one query. When thousands of
 * clients reconnect at once, queries cost more than rows. Otherwise it queries at once. The idea is that of Facebook's
 * DataLoader, without its cache.
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
