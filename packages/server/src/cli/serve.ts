import packageJson from '../../package.json' with { type: 'json' }
import { App, defaultWebRoot } from '../app'
import type { Config } from '../config'
import { systemClock } from '../lib/clock'
import type { Logger } from '../lib/logger'
import { addressesOf, tcpAddress } from './addresses'
import { announcement } from './announcement'

export const { version } = packageJson

export interface ServeOptions {
  readonly config: Config
  readonly logger: Logger
  /** Where the announcement goes. */
  readonly print: (text: string) => void
  /** The node cannot go on: the process must end. */
  readonly onFatal: (error: Error) => void
}

/** Starts a node and says where it serves. */
export const serve = async ({ config, logger, print, onFatal }: ServeOptions): Promise<App> => {
  const app = await App.start({ config, clock: systemClock, logger, webRoot: defaultWebRoot(), onFatal })
  const setupCode = await app.setupCode()
  const addresses = addressesOf({
    host: config.host,
    port: app.port,
    protocol: config.tls ? 'https' : 'http',
    publicUrl: config.publicUrl,
  })
  const tcp = app.tcpPort === undefined ? undefined : tcpAddress(addresses, app.tcpPort)
  const runsOn = { version, database: `SQLite in ${config.dataDir}`, bus: 'in-process' }
  print(announcement({ ...runsOn, addresses, tcp, setupCode }))
  logger.info('serving', { ...runsOn, url: addresses.local })
  return app
}
