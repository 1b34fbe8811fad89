import type { Admin } from '../admin/admin'
import { openBlobs } from '../blobs/open-blobs'
import { InProcessBus } from '../bus/in-process'
import type { Config } from '../config/config'
import { type Core, createCore } from '../core'
import { systemClock } from '../lib/clock'
import { silentLogger } from '../lib/logger'
import { Metrics } from '../lib/metrics'
import { mailIn } from '../mail/create-mail'
import { withDatabase } from './with-database'

/** The result of an administrator command. */
export interface Administered {
  readonly outcome: 'done' | 'refused'
  /** A sentence: what happened, or what to do. */
  readonly sentence: string
}

/**
 * Acts on the database as an administrator, even while the server runs.
 * @throws {DataDirectoryError} or {DatabaseStartError}
 */
export const withAdmin = (
  config: Config,
  act: (admin: Admin, core: Pick<Core, 'bans' | 'passkeyAdmin' | 'serviceTokens'>) => Promise<Administered>,
): Promise<Administered> =>
  withDatabase(config, async (database) => {
    const core = createCore({
      database,
      config,
      clock: systemClock,
      logger: silentLogger,
      bus: new InProcessBus(),
      blobs: openBlobs(config),
      incoming: config.dataDir,
      mailDirectory: mailIn(config.dataDir),
      metrics: new Metrics(),
      elapsed: () => performance.now(),
    })
    const { admin, mail } = core
    const done = await act(admin, core)
    // The process ends next, and a mail about the act has to leave before.
    await mail.queue.idle()
    return done
  })
