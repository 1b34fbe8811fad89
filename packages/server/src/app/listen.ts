import { lookup } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { limits } from '@parley/protocol'
import type { Server } from 'bun'
import type { Config } from '../config/config'
import type { Core } from '../core'
import { type SocketState, webSocketHandler } from '../gateway/websocket'
import { Bodies } from '../http/bodies'
import { Callers } from '../http/callers'
import { ContractDocuments } from '../http/docs'
import { endpointsOf } from '../http/endpoints'
import { installationMark } from '../http/health'
import { MediaFiles } from '../http/media-files'
import { MetricsPage } from '../http/metrics'
import { Origins } from '../http/origin'
import { PolicyChanges } from '../http/policy-changes'
import { ProviderPages } from '../http/provider-pages'
import { plainText } from '../http/respond'
import { pathOf, Routes } from '../http/routes'
import { Rpc } from '../http/rpc'
import { StaticFiles } from '../http/static'
import { Upgrades } from '../http/upgrades'
import type { Clock } from '../lib/clock'
import type { Condition } from '../lib/condition'
import { errorFields } from '../lib/logger'
import type { Metrics } from '../lib/metrics'
import { createRequestIds } from '../lib/request-ids'
import { tilesOrigin } from '../lib/tiles'
import { Users } from '../users/users'
import type { Engines } from './engines'

export type AppServer = Server<SocketState>

/** A body is refused over its limit while it is read; this is where Bun itself stops. */
const BODY_HARD_BYTES = 2 * limits.mediaBytes

export interface ListenOptions {
  readonly config: Config
  /** Directory of the built web client. */
  readonly webRoot: string
}

export interface ListenParts {
  readonly clock: Clock
  readonly core: Core
  readonly engines: Engines
  readonly metrics: Metrics
  readonly condition: () => Condition
  readonly tcpPort: () => number | undefined
}

/** Builds the routes of HTTP over the core, and opens the port for them and for WebSocket. */
export const listen = async (
  { config, webRoot }: ListenOptions,
  { clock, core, engines, metrics, condition, tcpPort }: ListenParts,
): Promise<AppServer> => {
  const { sessions, serviceTokens, calls, gateway, refusals, limiter, sampled: log } = core
  const origins = new Origins({ ...config, machine: hostname() })
  const callers = new Callers({ sessions, serviceTokens, origins })
  const newRequestId = createRequestIds()
  const isForeign = (request: Request) => origins.cookiesOf(request) === 'ignored'
  const bodies = new Bodies(config.rateLimits)
  const rpc = new Rpc({ calls, callers, bodies, refusals, log, newRequestId, isForeign })
  const { blobs, database } = engines
  const mediaFiles = new MediaFiles({
    ...core.media,
    blobs,
    callers,
    refusals,
    limiter,
    newRequestId,
    log,
    now: () => database.now(),
  })
  const providerPages = new ProviderPages({ providers: core.providers, callers, origins, refusals, newRequestId, log })
  const metricsPage = new MetricsPage({ metrics, callers, origins, refusals, sessions, users: new Users({ database }) })
  const routes = new Routes({
    rpc,
    mediaFiles,
    origins,
    providerPages,
    metricsPage,
    policyChanges: new PolicyChanges({
      ...{ database, clock, condition, settings: core.settings },
      addressOf: (request, peer) => origins.address(request, peer),
    }),
    condition,
    installation: installationMark(engines.database.epoch),
    documents: new ContractDocuments({
      endpoints: (request, peer) => endpointsOf(origins.origin(request, peer), config, tcpPort()),
    }),
    staticFiles: new StaticFiles(webRoot, config.tiles && tilesOrigin(config.tiles), config.allowedOrigins),
  })
  const upgrades = new Upgrades({ origins, gateway, refusals, log, condition })
  const fetch = (request: Request, server: AppServer) => {
    let peer: string | undefined
    const remote = () => {
      // A connection that is gone has no address any more.
      peer ??= server.requestIP(request)?.address ?? ''
      return peer
    }
    if (pathOf(request.url) !== '/ws') return routes.handle(request, remote)
    if (!config.roles.includes('gateway')) return plainText('This node holds no connections: ask another one.\n', 503)
    return upgrades.handle(request, server, remote())
  }
  const tls = config.tls && { cert: await readFile(config.tls.certPath), key: await readFile(config.tls.keyPath) }
  // For a name that has no address Bun says that the port is in use.
  await lookup(config.host)
  return Bun.serve({
    hostname: config.host,
    port: config.port,
    fetch,
    websocket: webSocketHandler(gateway),
    maxRequestBodySize: BODY_HARD_BYTES,
    // Bun's own error page shows source code to all clients.
    development: false,
    // Outside development Bun shares the port with other processes: a second server must fail instead.
    reusePort: false,
    error: (error) => {
      log.write('error', 'a request failed', () => errorFields(error))
      return plainText('Something went wrong on the server. Its log has the details.\n', 500)
    },
    ...(tls ? { tls } : {}),
  })
}
