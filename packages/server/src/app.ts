import { lookup } from 'node:dns/promises'
import { readFile, rm } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { limits, newUuidV7 } from '@parley/protocol'
import type { Server } from 'bun'
import { type EngineOptions, type Engines, openEngines } from './app/engines'
import { Introduction } from './app/introduction'
import { logTightened, tightenSharedBlobs } from './app/private-files'
import { addServiceMetrics } from './app/service-metrics'
import { type Core, createCore } from './core'
import { Lonely } from './gateway/lonely'
import { listenTcp, type TcpListener } from './gateway/tcp'
import { type SocketState, webSocketHandler } from './gateway/websocket'
import { Bodies } from './http/bodies'
import { Callers } from './http/callers'
import { ContractDocuments } from './http/docs'
import { endpointsOf } from './http/endpoints'
import { installationMark } from './http/health'
import { MediaFiles } from './http/media-files'
import { MetricsPage } from './http/metrics'
import { Origins } from './http/origin'
import { plainText } from './http/respond'
import { pathOf, Routes } from './http/routes'
import { Rpc } from './http/rpc'
import { StaticFiles } from './http/static'
import { Upgrades } from './http/upgrades'
import type { Condition } from './lib/condition'
import { errorFields } from './lib/logger'
import { Metrics } from './lib/metrics'
import { addProcessMetrics } from './lib/process-metrics'
import { reclaimAfterBursts } from './lib/reclaim'
import { createRequestIds } from './lib/request-ids'
import { tilesOrigin } from './lib/tiles'
import { type DataDirectory, takeDataDirectory } from './storage/data-directory'
import { Users } from './users/users'

export interface AppOptions extends Omit<EngineOptions, 'metrics' | 'databasePath'> {
  /** Directory of the built web client. */
  readonly webRoot: string
  readonly version: string
}

type AppServer = Server<SocketState>

/** Where uploads are while they arrive. */
const incomingIn = (dataDir: string): string => join(dataDir, 'incoming')

/** Time that calls under way get before a stop goes on without them. */
const FINISH_MS = 5_000
/** Time for the word that the server closes to reach its clients. */
const SAY_GOODBYE_MS = 200
/** A body is refused over its limit while it is read; this is where Bun itself stops. */
const BODY_HARD_BYTES = 2 * limits.mediaBytes

/** One running node: everything is built here, started and stopped. */
export class App {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting'
  private stopReclaiming: (() => void) | undefined
  private tcp: TcpListener | undefined

  private constructor(
    private readonly parts: RunningParts,
    private readonly server: () => AppServer,
  ) {}

  /** What the node does with what reaches it now. */
  get condition(): Condition {
    if (this.phase !== 'serving') return this.phase
    if (this.parts.lonely.isCutOff) return 'cut_off'
    return this.parts.engines.reachable() ? 'serving' : 'no_database'
  }

  /** The port that is listened on. */
  get port(): number {
    return this.server().port ?? 0
  }

  /** The port for clients over TCP; undefined when it is switched off. */
  get tcpPort(): number | undefined {
    return this.tcp?.port
  }

  /** Opens the data, listens, and takes work. */
  static async start(options: AppOptions): Promise<App> {
    const { config, clock, logger } = options
    const data = takeDataDirectory(config.dataDir)
    logTightened(logger, data.tightened)
    logTightened(logger, tightenSharedBlobs(config))
    // What was on its way in when an earlier process ended is sent again.
    await rm(incomingIn(config.dataDir), { recursive: true, force: true })
    const metrics = new Metrics()
    addProcessMetrics(metrics)
    const engines = await openEngines({ ...options, metrics, databasePath: data.databasePath }).catch((error) => {
      data.release()
      throw error
    })
    const node = newUuidV7(clock.now())
    const parts = { ...createParts(options, { engines, metrics, node }), engines, data }
    const { core } = parts
    addServiceMetrics(metrics, core, engines)
    let server: AppServer | undefined
    const app = new App(parts, () => server ?? missing())
    try {
      server = await listen(options, {
        ...{ core, engines, metrics, condition: () => app.condition },
        tcpPort: () => app.tcpPort,
      })
      if (config.roles.includes('gateway'))
        app.tcp = await listenTcp({ gateway: core.gateway, config, clock, log: core.sampled, httpPort: app.port })
      await parts.introduction?.start()
    } catch (error) {
      app.tcp?.stop()
      await server?.stop(true)
      await engines.stop()
      data.release()
      throw error
    }
    const listening = server
    core.topics.useNative({
      publish: (topic, frame) => {
        listening.publish(topic, frame)
      },
      count: (topic) => listening.subscriberCount(topic),
    })
    core.start()
    parts.lonely.start()
    const { gateway } = core
    app.stopReclaiming = reclaimAfterBursts({
      clock,
      moved: () => gateway.moved,
      inFlight: () => gateway.inFlight,
      collect: () => Bun.gc(true),
    })
    app.phase = 'serving'
    logger.info('node started', { node, roles: config.roles.join(',') })
    return app
  }

  /** A code for the link that makes the first administrator; undefined once there is one. */
  setupCode(): Promise<string | undefined> {
    return this.parts.core.setupCode.renew()
  }

  /** Takes no new work, tells the clients, finishes what is under way, and closes. */
  async stop(): Promise<void> {
    const { core, engines, data, lonely, introduction } = this.parts
    this.phase = 'stopping'
    this.stopReclaiming?.()
    lonely.stop()
    introduction?.close()
    this.tcp?.stop()
    core.gateway.announceClosing()
    await this.pause(SAY_GOODBYE_MS)
    for (let waited = 0; this.inFlight > 0 && waited < FINISH_MS; waited += 20) await this.pause(20)
    introduction?.stop()
    await core.stop()
    core.gateway.stop()
    await Promise.race([this.server().stop(), this.pause(1_000)])
    await engines.stop()
    await this.server().stop(true)
    data.release()
  }

  /** Calls that were taken, from here or from other nodes, and pictures; they are not answered yet. */
  private get inFlight(): number {
    const { core, introduction } = this.parts
    return core.gateway.inFlight + core.pictures.pictures.queueLength + (introduction?.inFlight ?? 0)
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
}

const missing = (): never => {
  throw new Error('not listening yet')
}

interface RunningParts {
  readonly core: Core
  readonly engines: Engines
  readonly data: DataDirectory
  readonly lonely: Lonely
  readonly introduction: Introduction | undefined
}

interface Foundation {
  readonly engines: Engines
  readonly metrics: Metrics
  /** This node, under a name that is new with each start. */
  readonly node: string
}

const createParts = ({ config, clock, logger, version }: AppOptions, { engines, metrics, node }: Foundation) => {
  const { database, bus, blobs, peers, stored } = engines
  const { roles } = config
  const cluster = peers && { node, peers, roles }
  const elapsed = () => performance.now()
  const core = createCore({
    ...{ database, bus, blobs, clock, logger, metrics, config, elapsed },
    incoming: incomingIn(config.dataDir),
    ...(cluster ? { cluster } : {}),
  })
  const lonely = new Lonely({ bus, clock, logger, drain: () => core.gateway.drain() })
  const introduction = peers && new Introduction({ core, peers, clock, node, version, roles, stored })
  return { core, lonely, introduction }
}

interface Parts {
  readonly core: Core
  readonly engines: Engines
  readonly metrics: Metrics
  readonly condition: () => Condition
  readonly tcpPort: () => number | undefined
}

const listen = async (
  { config, webRoot }: AppOptions,
  { core, engines, metrics, condition, tcpPort }: Parts,
): Promise<AppServer> => {
  const { sessions, calls, gateway, refusals, sampled: log } = core
  const origins = new Origins({ ...config, machine: hostname() })
  const callers = new Callers({ sessions, origins })
  const newRequestId = createRequestIds()
  const rpc = new Rpc({ calls, callers, bodies: new Bodies(config.rateLimits), refusals, log, newRequestId })
  const { blobs, database } = engines
  const mediaFiles = new MediaFiles({
    ...core.pictures,
    ...{ blobs, callers, refusals, newRequestId, log },
    now: () => database.now(),
  })
  const metricsPage = new MetricsPage({ metrics, callers, origins, refusals, sessions, users: new Users({ database }) })
  const routes = new Routes({
    ...{ rpc, mediaFiles, origins, metricsPage, condition, installation: installationMark(engines.database.epoch) },
    documents: new ContractDocuments({
      endpoints: (request, peer) => endpointsOf(origins.origin(request, peer), config, tcpPort()),
    }),
    staticFiles: new StaticFiles(webRoot, config.tiles && tilesOrigin(config.tiles)),
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
    // Bun's own page of an error shows source to whoever asked.
    development: false,
    // Without development Bun shares the port with whoever else asks: a second server must fail instead.
    reusePort: false,
    error: (error) => {
      log.write('error', 'a request failed', () => errorFields(error))
      return plainText('Something went wrong on the server. Its log has the details.\n', 500)
    },
    ...(tls ? { tls } : {}),
  })
}

/** Where the built web client lies beside the source. */
export const defaultWebRoot = (): string => join(import.meta.dir, '../../web/dist')
