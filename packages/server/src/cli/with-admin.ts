import { existsSync } from 'node:fs'
import type { Admin } from '../admin/admin'
import { openBlobs } from '../blobs/open-blobs'
import { InProcessBus } from '../bus/in-process'
import type { Config } from '../config'
import { createCore } from '../core'
import { systemClock } from '../lib/clock'
import { silentLogger } from '../lib/logger'
import { Metrics } from '../lib/metrics'
import { databasePathIn, requireWritable } from '../storage/data-directory'
import { openDatabase } from '../storage/open-database'

/** What a command of an administrator came to. */
export interface Administered {
  readonly outcome: 'done' | 'refused'
  /** What happened, or what to do. */
  readonly sentence: string
}

/**
 * Does something on the database as an administrator, whether the server runs or not.
 * @throws {DataDirectoryError} or {DatabaseStartError}
 */
export const withAdmin = async (
  config: Config,
  act: (admin: Admin) => Promise<Administered>,
): Promise<Administered> => {
  const path = databasePathIn(config.dataDir)
  if (config.databaseUrl === undefined) {
    if (!existsSync(path))
      return { outcome: 'refused', sentence: `There is no database in ${config.dataDir} yet: start the server once.` }
    requireWritable(config.dataDir)
  }
  const failed = Promise.withResolvers<never>()
  const database = await openDatabase(config, {
    ...{ path, clock: systemClock, publish: () => {}, onFatal: failed.reject },
  })
  try {
    const { admin } = createCore({
      ...{ database, config, clock: systemClock, logger: silentLogger },
      bus: new InProcessBus(),
      blobs: openBlobs(config),
      incoming: config.dataDir,
      metrics: new Metrics(),
      elapsed: () => performance.now(),
    })
    return await Promise.race([act(admin), failed.promise])
  } finally {
    await database.stop()
  }
}
