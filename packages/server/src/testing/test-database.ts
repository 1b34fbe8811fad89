import { rmSync } from 'node:fs'
import { copyFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Clock, systemClock } from '../lib/clock'
import type { Database, Publication } from '../storage/database'
import { Postgres } from '../storage/postgres/postgres'
import type { OnQuery } from '../storage/query-log'
import { Sqlite, type SqliteOptions } from '../storage/sqlite/sqlite'
import { FakeClock } from './fake-clock'
import { OutsideWork } from './outside-work'
import { freshPostgres, usedPostgres } from './postgres'
import { slowed } from './slow-postgres'

export type DatabaseKind = 'sqlite' | 'postgres'

export interface TestDatabaseOptions {
  readonly clock: Clock
  /** By default what `TEST_DATABASE` says: `npm test` runs the same files on both. */
  readonly kind?: DatabaseKind
  readonly publish?: (publications: readonly Publication[]) => void
  /** How long SQLite's disk takes; by default it is not waited for. */
  readonly sync?: () => Promise<void>
  /** Opens the same one once more, as another node does. */
  readonly beside?: TestDatabase
  readonly onQuery?: OnQuery
}

export interface TestDatabase extends AsyncDisposable {
  readonly database: Database
  /** The published events so far, in order. */
  readonly published: Publication[]
  /** The file, or the address. */
  readonly place: string
  /** Waits inside a transaction for a promise that the test settles. Until then, fake clocks don't wait for the transaction. */
  readonly hold: (until: Promise<unknown>) => Promise<void>
}

/** The kind of database that this process tests on. */
export const testedKind = (): DatabaseKind => (process.env.TEST_DATABASE === 'postgres' ? 'postgres' : 'sqlite')

/** A real database of its own, gone after the test. */
export const openTestDatabase = async (options: TestDatabaseOptions): Promise<TestDatabase> => {
  const published: Publication[] = []
  const publish = (publications: readonly Publication[]) => {
    published.push(...publications)
    options.publish?.(publications)
  }
  const opened = await ((options.kind ?? testedKind()) === 'postgres' ? onPostgres : onSqlite)({ ...options, publish })
  return { ...opened, published }
}

type Opened = Omit<TestDatabase, 'published'>
type Publishing = TestDatabaseOptions & { readonly publish: (publications: readonly Publication[]) => void }

/** A migrated database, as a file to copy. */
let migrated: Promise<string> | undefined

/** Migrating takes sixty times as long as copying a migrated file. */
const migratedFile = (): Promise<string> => {
  migrated ??= (async () => {
    const directory = await mkdtemp(join(tmpdir(), 'parley-test-'))
    process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
    const path = join(directory, 'migrated.db')
    await (await openSqlite({ path, clock: systemClock, publish: () => {} })).stop()
    return path
  })()
  return migrated
}

const openSqlite = ({ sync = async () => {}, onQuery, ...options }: Omit<SqliteOptions, 'onFatal'>): Promise<Sqlite> =>
  Sqlite.open({
    ...options,
    ...(onQuery ? { onQuery } : {}),
    sync,
    onFatal: (error) => {
      throw error
    },
  })

const onSqlite = async ({ clock, publish, sync, beside, onQuery }: Publishing): Promise<Opened> => {
  const directory = beside ? undefined : await mkdtemp(join(tmpdir(), 'parley-test-'))
  const path = beside?.place ?? join(directory ?? '', 'parley.db')
  if (!beside) await copyFile(await migratedFile(), path)
  const database = await openSqlite({
    path,
    clock,
    publish,
    ...(sync ? { sync } : {}),
    ...(onQuery ? { onQuery } : {}),
  })
  return {
    database,
    place: path,
    hold: async (until) => void (await until),
    [Symbol.asyncDispose]: async () => {
      await database.stop()
      if (directory) await rm(directory, { recursive: true, force: true })
    },
  }
}

/** A database whose calls are counted while they run. */
const tracked = (database: Database, work: OutsideWork): Database => ({
  epoch: database.epoch,
  get waiting() {
    return database.waiting
  },
  get reachable() {
    return database.reachable
  },
  now: () => database.now(),
  read: (run) => work.track(database.read(run)),
  write: (run) => work.track(database.write(run)),
  appendMessage: (message) => work.track(database.appendMessage(message)),
  stop: () => database.stop(),
})

/**
 * The server goes with the process, and its databases with it. A test that owns time owns the database's as well. One that
 * watches queries gets a new database, because plans depend on what tables have held before.
 */
const onPostgres = async ({ clock, publish, beside, onQuery }: Publishing): Promise<Opened> => {
  const time = clock === systemClock ? {} : { time: () => clock.now() }
  const telling = onQuery ? { onQuery } : {}
  const isReused = !beside && !onQuery
  const url = beside?.place ?? (await (isReused ? usedPostgres.take() : freshPostgres()))
  const database = await Postgres.open({ url: await slowed(url), clock, publish, ...time, ...telling })
  const work = new OutsideWork()
  const waits = clock instanceof FakeClock ? clock.waitFor(work) : undefined
  return {
    database: tracked(database, work),
    place: url,
    hold: (until) => work.hold(until),
    [Symbol.asyncDispose]: async () => {
      waits?.[Symbol.dispose]()
      await database.stop()
      if (isReused) usedPostgres.giveBack(url)
    },
  }
}
