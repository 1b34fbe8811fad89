import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openBlobs } from '../../blobs/open-blobs'
import { InProcessBus } from '../../bus/in-process'
import type { Config } from '../../config/config'
import { createCore } from '../../core'
import { type Clock, systemClock } from '../../lib/clock'
import { silentLogger } from '../../lib/logger'
import { Metrics } from '../../lib/metrics'
import { DataDirectoryError, takeDataDirectory } from '../../storage/data-directory'
import { openDatabase } from '../../storage/open-database'
import { createPublisher } from '../../sync/publisher'
import { fillDemo } from './fill'

const markOf = (dataDir: string): string => join(dataDir, 'demo.txt')

/** Whether a demo lies in a data directory: it is for one machine alone then, whatever starts it. */
export const isDemo = (config: Pick<Config, 'dataDir' | 'databaseUrl'>): boolean =>
  config.databaseUrl === undefined && existsSync(markOf(config.dataDir))

/**
 * Fills an empty data directory with the demo; one that holds it already stays as it is.
 * @throws {DataDirectoryError} when there is anything else
 */
export const prepareDemo = async (config: Config): Promise<void> => {
  const { dataDir } = config
  if (config.databaseUrl !== undefined)
    throw new DataDirectoryError('The demo only works with SQLite: remove PARLEY_DATABASE_URL, or leave out --demo.')
  if (isDemo(config)) return
  if (existsSync(dataDir) && readdirSync(dataDir).length > 0)
    throw new DataDirectoryError(
      `The demo needs an empty data directory, but ${dataDir} has files: set PARLEY_DATA_DIR to a new one, such as ./demo, or leave out --demo.`,
    )
  const data = takeDataDirectory(dataDir)
  try {
    await fill(config, data.databasePath)
    writeFileSync(markOf(dataDir), 'This directory contains the demo. Its passwords are public.\n')
  } finally {
    data.release()
  }
}

const fill = async (config: Config, path: string): Promise<void> => {
  const nowMs = systemClock.now()
  let toldMs = nowMs
  const clock: Clock = { ...systemClock, now: () => toldMs }
  const bus = new InProcessBus()
  const failed = Promise.withResolvers<never>()
  const database = await openDatabase(config, {
    path,
    clock,
    publish: createPublisher(bus),
    onFatal: failed.reject,
  })
  try {
    const core = createCore({
      database,
      bus,
      clock,
      logger: silentLogger,
      metrics: new Metrics(),
      config: { ...config, rateLimits: false, registration: 'open' },
      blobs: openBlobs(config),
      incoming: config.dataDir,
      mailDirectory: config.dataDir,
      elapsed: () => performance.now(),
    })
    const story = { set: (ms: number) => (toldMs = ms) }
    await Promise.race([fillDemo({ core, database, nowMs, clock: story }), failed.promise])
    await core.media.pictures.stop()
  } finally {
    await database.stop()
  }
}
