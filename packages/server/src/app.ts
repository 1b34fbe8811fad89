import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Server } from 'bun'
import { InProcessBus } from './bus/in-process'
import type { Config } from './config'
import { type Core, createCore } from './core'
import { listenTcp, type TcpListener } from './gateway/tcp'
import { type SocketState, webSocketHandler } from './gateway/websocket'
import { credentials } from './http/cookies'
import { deviceFrom } from './http/device'
import { ContractDocuments } from './http/docs'
import { MetricsPage } from './http/metrics'
import { Origins } from './http/origin'
import { plainText } from './http/respond'
import { pathOf, Routes } from './http/routes'
import { Rpc } from './http/rpc'
import { StaticFiles } from './http/static'
import type { Clock } from './lib/clock'
import { errorFields, type Logger } from './lib/logger'
import { Metrics } from './lib/metrics'
import { addProcessMetrics } from './lib/process-metrics'
import { reclaimAfterBursts } from './lib/reclaim'
import { createRequestIds } from './lib/request-ids'
import { watchCommits } from './storage/commit-metrics'
import { type DataDirectory, takeDataDirectory } from './storage/data-directory'
import type { Database } from './storage/database'
import { Sqlite, type SqliteOptions } from './storage/sqlite'
import { createPublisher } from './sync/publisher'
import { Users } from './users/users'

export interface AppOptions {
  readonly config: Config
  readonly clock: Clock
  readonly logger: Logger
  /** Directory of the built web client. */
  readonly webRoot: string
  /** The log could not be made durable: nothing is answered any more, and the process must end. */
  readonly onFatal: (error: Error) => void
  /** Opens the database; a test may put one on another disk in its place. */
  readonly openDatabase?: (options: SqliteOptions) => Promise<Database>
}

type AppServer = Server<SocketState>

/** Time that calls under way get before a stop goes on without them. */
const FINISH_MS = 5_000
/** Time for the word that the server closes to reach its clients. */
const SAY_GOODBYE_MS = 200
/** A body is refused from 64 KiB on while it is read; this is where Bun itself stops. */
const BODY_HARD_BYTES = 16 * 1024 * 1024

/** One running node: everything is built here, started and stopped. */
export class App {
  private state: 'starting' | 'serving' | 'stopping' = 'starting'
  private stopReclaiming: (() => void) | undefined
  private tcp: TcpListener | undefined

  private constructor(
    private readonly parts: { readonly core: Core; readonly database: Database; readonly data: DataDirectory },
    private readonly server: () => AppServer,
  ) {}

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
    const bus = new InProcessBus()
    const publish = createPublisher(bus)
    const open = options.openDatabase ?? Sqlite.open
    const metrics = new Metrics()
    addProcessMetrics(metrics)
    const watch = watchCommits(metrics, () => performance.now())
    const database = await open({
      ...{ path: data.databasePath, clock, onFatal: options.onFatal, observe: watch.observe },
      publish: (publications) => {
        watch.count(publications)
        publish(publications)
      },
    })
    const core = createCore({ database, bus, clock, logger, metrics, config, elapsed: () => performance.now() })
    addServiceMetrics(metrics, core, database)
    let server: AppServer | undefined
    const app = new App({ core, database, data }, () => server ?? missing())
    try {
      server = await listen(options, { core, database, metrics, state: () => app.state })
      app.tcp = await listenTcp({ gateway: core.gateway, config, clock, logger, httpPort: app.port })
    } catch (error) {
      await server?.stop(true)
      await database.stop()
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
    core.delivery.start()
    core.gateway.start()
    const { gateway } = core
    app.stopReclaiming = reclaimAfterBursts({ clock, moved: () => gateway.moved, collect: () => Bun.gc(true) })
    app.state = 'serving'
    return app
  }

  /** A code for the link that makes the first administrator; undefined once there is one. */
  setupCode(): Promise<string | undefined> {
    return this.parts.core.setupCode.renew()
  }

  /** Takes no new work, tells the clients, finishes what is under way, and closes. */
  async stop(): Promise<void> {
    this.state = 'stopping'
    this.stopReclaiming?.()
    this.tcp?.stop()
    this.parts.core.gateway.announceClosing()
    await this.pause(SAY_GOODBYE_MS)
    for (let waited = 0; this.parts.core.gateway.inFlight > 0 && waited < FINISH_MS; waited += 20) await this.pause(20)
    this.parts.core.delivery.stop()
    this.parts.core.gateway.stop()
    await Promise.race([this.server().stop(), this.pause(1_000)])
    await this.parts.database.stop()
    await this.server().stop(true)
    this.parts.data.release()
  }

  private pause(ms: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, ms))
  }
}

const missing = (): never => {
  throw new Error('not listening yet')
}

interface Parts {
  readonly core: Core
  readonly database: Database
  readonly metrics: Metrics
  readonly state: () => 'starting' | 'serving' | 'stopping'
}

const listen = async (
  { config, webRoot, logger }: AppOptions,
  { core, database, metrics, state }: Parts,
): Promise<AppServer> => {
  const { sessions, dispatch, gateway } = core
  const origins = new Origins(config)
  const rpc = new Rpc({ dispatch, sessions, origins, logger, newRequestId: createRequestIds() })
  const metricsPage = new MetricsPage({ metrics, sessions, users: new Users({ database }) })
  const routes = new Routes({
    ...{ rpc, origins, metricsPage, state },
    documents: new ContractDocuments(),
    staticFiles: new StaticFiles(webRoot),
  })
  const fetch = (request: Request, server: AppServer) => {
    const remote = () => server.requestIP(request)?.address ?? ''
    if (pathOf(request.url) !== '/ws') return routes.handle(request, remote)
    return upgrade(request, server, { origins, remote: remote(), state })
  }
  const tls = config.tls && { cert: await readFile(config.tls.certPath), key: await readFile(config.tls.keyPath) }
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
      logger.error('a request failed', errorFields(error))
      return plainText('Something went wrong on the server. Its log has the details.\n', 500)
    },
    ...(tls ? { tls } : {}),
  })
}

const upgrade = (
  request: Request,
  server: AppServer,
  { origins, remote, state }: { origins: Origins; remote: string; state: Parts['state'] },
): Response | undefined => {
  if (state() !== 'serving') return plainText('The server is being restarted. Try again.\n', 503)
  const brought = credentials(request)
  if (brought?.from !== 'bearer' && !origins.isOwn(request))
    return plainText('Connections from pages of other origins are refused.\n', 403)
  const from = {
    address: origins.address(request, remote),
    device: deviceFrom(request.headers.get('user-agent')),
    origin: origins.origin(request),
  }
  const data: SocketState = { from, token: brought?.token, connection: undefined }
  return server.upgrade(request, { data })
    ? undefined
    : plainText('This is the address for WebSocket connections.\n', 426)
}

const addServiceMetrics = (metrics: Metrics, core: Core, database: Database): void => {
  metrics.gauge({
    name: 'parley_connections',
    help: 'Open connections.',
    read: () => core.gateway.count,
  })
  metrics.gauge({
    name: 'parley_online',
    help: 'People with at least one connection.',
    read: () => core.online.everybody().count,
  })
  metrics.gauge({
    name: 'parley_queue_length',
    help: 'Work that waits: writes for their commit, password hashes for a processor.',
    labels: ['queue'],
    read: () => [
      [['writes'], database.waiting],
      [['passwords'], core.passwords.queueLength],
    ],
  })
  metrics.gauge({
    name: 'parley_session_lookups_total',
    help: 'Tokens looked up, by whether memory had the answer.',
    labels: ['found'],
    read: () => [
      [['memory'], core.sessions.cacheUse.hits],
      [['database'], core.sessions.cacheUse.misses],
    ],
  })
}

/** Where the built web client lies beside the source. */
export const defaultWebRoot = (): string => join(import.meta.dir, '../../web/dist')
