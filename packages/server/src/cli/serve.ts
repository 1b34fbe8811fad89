import { App, defaultWebRoot } from '../app'
import type { Config } from '../config/config'
import { type Clock, systemClock } from '../lib/clock'
import { addressesOf, tcpAddress } from '../lib/listening-addresses'
import { errorFields, type Logger } from '../lib/logger'
import { version } from '../lib/version'
import { describeDatabase } from '../storage/open-database'
import { announcement } from './announcement'

export interface ServeOptions {
  readonly config: Config
  readonly logger: Logger
  /** Where the announcement goes. */
  readonly print: (text: string) => void
  /** Called when the node can't continue: the process must end. */
  readonly onFatal: (error: Error) => void
  /** The machine's clock, unless a test sets another one. */
  readonly clock?: Clock
  readonly beforePublishing?: () => void
}

/** Starts a node and says where it serves. */
export const serve = async ({ print, clock = systemClock, ...options }: ServeOptions): Promise<App> => {
  const { config, logger } = options
  const app = await App.start({ ...options, clock, version, webRoot: defaultWebRoot() })
  // The node serves already. If the database is away for a moment, only the link is missing.
  const setupCode = await app.setupCode().catch((error) => {
    logger.warn('the setup link could not be made', errorFields(error))
    return undefined
  })
  const protocol = config.tls ? 'https' : 'http'
  const { host, publicUrl, tcpHost } = config
  const addresses = addressesOf({ host, port: app.port, protocol, publicUrl })
  const runsOn = {
    version,
    database: describeDatabase(config),
    bus: config.natsUrl ? 'NATS' : 'in-process',
    roles: config.roles.join(','),
  }
  const tcp = app.tcpPort === undefined ? undefined : tcpAddress({ host: tcpHost, port: app.tcpPort, protocol })
  const demo = config.demo
  print(announcement({ ...runsOn, demo, addresses, tcp, setupCode }))
  logger.info('serving', { ...runsOn, url: addresses.local })
  return app
}
