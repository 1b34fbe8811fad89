import { existsSync } from 'node:fs'
import type { Config } from '../config/config'
import { systemClock } from '../lib/clock'
import { databasePathIn, requireWritable } from '../storage/data-directory'
import type { Database } from '../storage/database'
import { openDatabase } from '../storage/open-database'

/** Why a command failed, in a sentence that says what to do. */
export interface NoDatabase {
  readonly outcome: 'refused'
  readonly sentence: string
}

/**
 * Acts on the database, even while the server runs.
 * @throws {DataDirectoryError} or {DatabaseStartError}
 */
export const withDatabase = async <T>(
  config: Pick<Config, 'dataDir' | 'databaseUrl'>,
  act: (database: Database) => Promise<T>,
): Promise<T | NoDatabase> => {
  const path = databasePathIn(config.dataDir)
  if (config.databaseUrl === undefined) {
    if (!existsSync(path))
      return { outcome: 'refused', sentence: `There is no database in ${config.dataDir} yet: start the server once.` }
    requireWritable(config.dataDir)
  }
  const failed = Promise.withResolvers<never>()
  const database = await openDatabase(config, {
    path,
    clock: systemClock,
    publish: () => {},
    onFatal: failed.reject,
  })
  try {
    return await Promise.race([act(database), failed.promise])
  } finally {
    await database.stop()
  }
}
