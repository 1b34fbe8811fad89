import { hostname } from 'node:os'
import type { Blobs } from '../blobs/blobs'
import { openBlobs } from '../blobs/open-blobs'
import { requireShared } from '../blobs/shared'
import type { Bus } from '../bus/bus'
import { connectBus } from '../bus/connect'
import type { Peers } from '../bus/peers'
import type { Config } from '../config/config'
import type { Clock } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { Metrics } from '../lib/metrics'
import { type CommitWatch, watchCommits } from '../storage/commit-metrics'
import type { Database, Publication } from '../storage/database'
import { openDatabase } from '../storage/open-database'
import type { NodeLock } from '../storage/postgres/node-lock'
import type { SqliteOptions } from '../storage/sqlite/sqlite'
import { createPublisher } from '../sync/publisher'

export interface EngineOptions {
  readonly config: Config
  readonly clock: Clock
  readonly logger: Logger
  readonly metrics: Metrics
  /** Where SQLite's file is, where that is the database. */
  readonly databasePath: string
  readonly onFatal: (error: Error) => void
  /** Opens the database; a test may put one on another disk in its place. */
  readonly openDatabase?: (options: SqliteOptions) => Promise<Database>
  /** Called after a commit, before its results are visible: a test may end the process there. */
  readonly beforePublishing?: () => void
}

/** The engines of a node. */
export interface Engines {
  readonly database: Database
  readonly bus: Bus
  readonly blobs: Blobs
  /** Undefined: this node is alone. */
  readonly peers: Peers | undefined
  /** Messages that this node stored so far. */
  readonly stored: () => number
  /** Whether the database answers, and this node has its place in it. */
  readonly reachable: () => boolean
  stop(): Promise<void>
}

/**
 * Opens the database, then the bus, whose name comes from the database: so nodes of one database find each other, and no others.
 * @throws {DatabaseStartError} {NatsStartError}
 */
export const openEngines = async (options: EngineOptions): Promise<Engines> => {
  const { config, clock, logger, metrics } = options
  const watch = watchCommits(metrics, () => performance.now())
  let publish: ((publications: readonly Publication[]) => void) | undefined
  const open = options.openDatabase ?? ((sqlite: SqliteOptions) => openDatabase(config, sqlite, logger))
  const lock = await lockFor(options)
  const database = await open({
    path: options.databasePath,
    clock,
    onFatal: options.onFatal,
    observe: watch.observe,
    publish: (publications) => {
      options.beforePublishing?.()
      watch.countPublications(publications)
      publish?.(publications)
    },
  }).catch(async (error) => {
    await lock?.stop()
    throw error
  })
  try {
    const blobs = openBlobs(config)
    if (config.natsUrl !== undefined) await requireShared(blobs, database)
    const name = `parley ${hostname()}`
    const onError = (error: unknown) => logger.warn('the bus failed', errorFields(error))
    const { bus, peers } = await connectBus({ config, installation: database.epoch, name, clock, onError })
    publish = createPublisher(bus)
    return engines({ database, bus, blobs, peers, watch, lock })
  } catch (error) {
    await lock?.stop()
    await database.stop()
    throw error
  }
}

/** SQLite's file has a lock of its own. */
const lockFor = async ({ config, onFatal }: EngineOptions): Promise<NodeLock | undefined> => {
  const { databaseUrl: url, natsUrl } = config
  if (url === undefined) return undefined
  const { NodeLock: Lock } = await import('../storage/postgres/node-lock')
  return Lock.take({ url, company: natsUrl === undefined ? 'alone' : 'others', onRefused: onFatal })
}

const engines = ({
  database,
  bus,
  blobs,
  peers,
  watch,
  lock,
}: Pick<Engines, 'database' | 'bus' | 'blobs' | 'peers'> & { watch: CommitWatch; lock: NodeLock | undefined }) => ({
  database,
  bus,
  blobs,
  peers,
  stored: () => watch.stored,
  reachable: () => database.reachable && lock?.held !== false,
  stop: async () => {
    await database.stop()
    await bus.stop()
    await lock?.stop()
  },
})
