import type { Admin } from '../admin/admin'
import { openBlobs } from '../blobs/open-blobs'
import { InProcessBus } from '../bus/in-process'
import type { Config } from '../config'
import { createCore } from '../core'
import { systemClock } from '../lib/clock'
import { silentLogger } from '../lib/logger'
import { Metrics } from '../lib/metrics'
import { withDatabase } from './with-database'

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
export const withAdmin = (config: Config, act: (admin: Admin) => Promise<Administered>): Promise<Administered> =>
  withDatabase(config, (database) => {
    const { admin } = createCore({
      ...{ database, config, clock: systemClock, logger: silentLogger },
      bus: new InProcessBus(),
      blobs: openBlobs(config),
      incoming: config.dataDir,
      metrics: new Metrics(),
      elapsed: () => performance.now(),
    })
    return act(admin)
  })
