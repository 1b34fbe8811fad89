import { existsSync } from 'node:fs'
import { openBlobs } from '../blobs/open-blobs'
import { InProcessBus } from '../bus/in-process'
import type { Config } from '../config'
import { createCore } from '../core'
import { systemClock } from '../lib/clock'
import { silentLogger } from '../lib/logger'
import { Metrics } from '../lib/metrics'
import { databasePathIn, requireWritable } from '../storage/data-directory'
import { openDatabase } from '../storage/open-database'

export interface Granted {
  readonly outcome: 'granted' | 'refused'
  /** What happened, or what to do. */
  readonly sentence: string
}

/**
 * Makes a person an administrator, whether the server runs or not.
 * @throws {DataDirectoryError} or {DatabaseStartError}
 */
export const grant = async (config: Config, username: string): Promise<Granted> => {
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
    const me = await Promise.race([admin.grant(username), failed.promise])
    return me
      ? { outcome: 'granted', sentence: `${me.username} is an administrator now.` }
      : { outcome: 'refused', sentence: `Nobody has the user name ${username}: let them register first.` }
  } finally {
    await database.stop()
  }
}
