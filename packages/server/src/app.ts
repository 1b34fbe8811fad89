import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { newUuidV7 } from '@parley/protocol'
import { type EngineOptions, type Engines, openEngines } from './app/engines'
import { Introduction } from './app/introduction'
import { type AppServer, type ListenOptions, listen } from './app/listen'
import { logTightened, tightenSharedBlobs } from './app/private-files'
import { addServiceMetrics } from './app/service-metrics'
import { type Core, createCore } from './core'
import { BusWatchdog } from './gateway/bus-watchdog'
import { listenTcp, type TcpListener } from './gateway/tcp'
import type { Condition } from './lib/condition'
import { networkOrigins } from './lib/listening-addresses'
import { Metrics } from './lib/metrics'
import { addProcessMetrics } from './lib/process-metrics'
import { reclaimAfterBursts } from './lib/reclaim'
import { mailIn } from './mail/create-mail'
import { type DataDirectory, takeDataDirectory } from './storage/data-directory'

export interface AppOptions extends Omit<EngineOptions, 'metrics' | 'databasePath'>, ListenOptions {
  readonly version: string
}

/** Where uploads are while they arrive. */
const incomingIn = (dataDir: string): string => join(dataDir, 'incoming')

/** Time that calls under way get before a stop goes on without them. */
const FINISH_MS = 5_000
/** Time for the word that the server closes to reach its clients. */
const SAY_GOODBYE_MS = 200
/**
 * One running node. `start` builds it in this order: the data directory, the engines (database, bus, blobs), the core
 * (all domains and the gateway), then the listeners. `stop` goes the other way.
 */
export class App {
  private phase: 'starting' | 'serving' | 'stopping' = 'starting'
  private stopReclaiming: (() => void) | undefined
  private tcp: TcpListener | undefined

  private constructor(
    private readonly parts: RunningParts,
    private readonly server: () => AppServer,
  ) {}

  /** The node's state for new work. */
  get condition(): Condition {
    if (this.phase !== 'serving') return this.phase
    if (this.parts.watchdog.isCutOff) return 'cut_off'
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
    // Uploads that were incomplete when an earlier process ended are sent again.
    await rm(incomingIn(config.dataDir), { recursive: true, force: true })
    const metrics = new Metrics()
    addProcessMetrics(metrics)
    const engines = await openEngines({ ...options, metrics, databasePath: data.databasePath }).catch((error) => {
      data.release()
      throw error
    })
    const node = newUuidV7(clock.now())
    let server: AppServer | undefined
    const port = () => server?.port
    const parts = { ...createParts(options, { engines, metrics, node, port }), engines, data }
    const { core } = parts
    addServiceMetrics(metrics, core, engines)
    const app = new App(parts, () => server ?? missing())
    try {
      const condition = () => app.condition
      const tcpPort = () => app.tcpPort
      server = await listen(options, { clock, core, engines, metrics, condition, tcpPort })
      if (config.roles.includes('gateway'))
        app.tcp = await listenTcp({ gateway: core.gateway, config, clock, log: core.sampled, httpPort: app.port })
      await parts.introduction.start()
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
      countSubscribers: (topic) => listening.subscriberCount(topic),
    })
    core.start()
    parts.watchdog.start()
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
    const { core, engines, data, watchdog, introduction } = this.parts
    this.phase = 'stopping'
    this.stopReclaiming?.()
    watchdog.stop()
    introduction.close()
    this.tcp?.stop()
    core.gateway.announceClosing()
    await this.pause(SAY_GOODBYE_MS)
    for (let waited = 0; this.inFlight > 0 && waited < FINISH_MS; waited += 20) await this.pause(20)
    introduction.stop()
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
    return core.gateway.inFlight + core.media.pictures.queueLength + introduction.inFlight
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
  readonly watchdog: BusWatchdog
  readonly introduction: Introduction
}

interface Foundation {
  readonly engines: Engines
  readonly metrics: Metrics
  /** This node, under a name that is new with each start. */
  readonly node: string
  /** The port that is listened on; undefined before that. */
  readonly port: () => number | undefined
}

const createParts = ({ config, clock, logger, version }: AppOptions, { engines, metrics, node, port }: Foundation) => {
  const { database, bus, blobs, peers, stored } = engines
  const { roles } = config
  const cluster = peers && { node, peers, roles }
  const elapsed = () => performance.now()
  const core: Core = createCore({
    database,
    bus,
    blobs,
    clock,
    logger,
    metrics,
    config,
    elapsed,
    incoming: incomingIn(config.dataDir),
    mailDirectory: mailIn(config.dataDir),
    networkOrigins: () => networkOrigins(config, port()),
    nodes: (waitMs) => introduction.nodes(waitMs),
    ...(cluster ? { cluster } : {}),
  })
  const watchdog = new BusWatchdog({ bus, clock, logger, drain: () => core.gateway.drain() })
  const introduction: Introduction = new Introduction({ core, peers, clock, node, version, roles, stored })
  return { core, watchdog, introduction }
}

/** Where the built web client lies beside the source. */
export const defaultWebRoot = (): string => join(import.meta.dir, '../../web/dist')
