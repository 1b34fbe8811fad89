import { mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { freePort } from '@parley/server/src/testing/free-port'
import { type ServerProcess, spawnServer } from '../lib/server-process'
import { TcpProxy } from '../lib/tcp-proxy'
import { temporaryDirectory } from '../lib/temporary-directory'

const script = join(import.meta.dir, 'node-under-test.ts')

/** The services that nodes share, started by a test. */
export interface Services {
  /** URL of an empty database. */
  readonly databaseUrl: string
  /** URL of NATS; several servers separated by commas. */
  readonly natsUrl: string
}

/** The directory and port of a node. */
interface NodeLocation {
  readonly directory: string
  readonly port: number
}

/** One node, with its own connections to database and bus, which a test can cut. */
export class ClusterNode {
  private process: ServerProcess | undefined
  private readonly database: TcpProxy
  private readonly nats: TcpProxy | undefined
  private env: Readonly<Record<string, string>>
  ready = false
  /** True if its roles include the gateway. */
  readonly takesConnections: boolean

  constructor(
    private readonly place: NodeLocation,
    services: Services,
    env: Readonly<Record<string, string>>,
  ) {
    const { directory } = place
    mkdirSync(directory)
    this.takesConnections = env.PARLEY_ROLES?.includes('gateway') ?? true
    const database = new URL(services.databaseUrl)
    this.database = TcpProxy.to({ hostname: database.hostname, port: Number(database.port) })
    database.hostname = '127.0.0.1'
    database.port = `${this.database.port}`
    const single = services.natsUrl.includes(',') ? undefined : new URL(services.natsUrl)
    this.nats = single && TcpProxy.to({ hostname: single.hostname, port: Number(single.port) })
    this.env = {
      PARLEY_DATABASE_URL: database.href,
      PARLEY_NATS_URL: this.nats ? `nats://127.0.0.1:${this.nats.port}` : services.natsUrl,
      // All nodes share one blob store, next to their own directories.
      PARLEY_BLOBS_URL: pathToFileURL(join(dirname(directory), 'blobs')).href,
      PARLEY_RATE_LIMITS: 'off',
      TEST_DIE_FILE: this.dieFile,
      ...env,
    }
  }

  /** While this file exists, the node dies between its next commit and the publishing of that commit. */
  get dieFile(): string {
    return `${this.place.directory}/die`
  }

  get url(): string {
    return this.running.url
  }

  get port(): number {
    return this.place.port
  }

  get running(): ServerProcess {
    if (!this.process) throw new Error('This node was not started.')
    return this.process
  }

  /** Starts the node, or starts it again. */
  start(): void {
    this.process = spawnServer({ dataDir: `${this.place.directory}/data`, port: this.port, env: this.env, script })
  }

  /** Resolves when the node serves. If it ends instead, the error contains its output. */
  async waitUntilReady(): Promise<void> {
    for (;;) {
      if (await this.checkReady()) return
      const ended = await Promise.race([this.running.ended, Bun.sleep(20)])
      if (ended) throw new Error(`A node ended with code ${ended.exitCode} instead of serving:\n${ended.output}`)
    }
  }

  /** Checks whether the node is ready, as a load balancer does. */
  async checkReady(): Promise<boolean> {
    const answer = await fetch(`${this.url}/ready`, { signal: AbortSignal.timeout(2_000) }).catch(() => undefined)
    this.ready = answer?.status === 200
    return this.ready
  }

  /** Breaks, freezes or restores the node's connection to the database or to NATS. */
  setProxyMode(way: 'database' | 'nats', mode: Parameters<TcpProxy['setMode']>[0]): void {
    const proxy = way === 'database' ? this.database : this.nats
    if (!proxy) throw new Error('Nodes connect to several NATS servers directly.')
    proxy.setMode(mode)
  }

  async end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
    this.ready = false
    await this.process?.end(signal)
  }

  async dispose(): Promise<void> {
    await this.process?.end('SIGKILL')
    this.database[Symbol.dispose]()
    this.nats?.[Symbol.dispose]()
  }
}

/** Several nodes on one database and one NATS, behind a load balancer that checks whether they are ready. */
export class Cluster implements AsyncDisposable {
  private readonly balancer: TcpProxy
  private looking = true

  private constructor(
    readonly nodes: readonly ClusterNode[],
    private readonly directory: Disposable,
  ) {
    this.balancer = TcpProxy.among(() =>
      nodes
        .filter(({ ready, takesConnections }) => ready && takesConnections)
        .map(({ port }) => ({ hostname: '127.0.0.1', port })),
    )
    void this.keepLooking()
  }

  /** @param envs settings of each node beside the services */
  static async start(services: Services, envs: readonly Readonly<Record<string, string>>[]): Promise<Cluster> {
    const directory = temporaryDirectory('cluster')
    const nodes: ClusterNode[] = []
    for (const [at, env] of envs.entries())
      nodes.push(new ClusterNode({ directory: `${directory.path}/node${at}`, port: await freePort() }, services, env))
    const cluster = new Cluster(nodes, directory)
    try {
      for (const node of nodes) node.start()
      await Promise.all(nodes.map((node) => node.waitUntilReady()))
      return cluster
    } catch (error) {
      await cluster[Symbol.asyncDispose]()
      throw error
    }
  }

  /** The address for clients: the load balancer. */
  get url(): string {
    return `http://127.0.0.1:${this.balancer.port}`
  }

  node(at: number): ClusterNode {
    const node = this.nodes[at]
    if (!node) throw new Error(`There is no node ${at}.`)
    return node
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.looking = false
    this.balancer[Symbol.dispose]()
    await Promise.all(this.nodes.map((node) => node.dispose()))
    this.directory[Symbol.dispose]()
  }

  private async keepLooking(): Promise<void> {
    while (this.looking) {
      await Promise.all(this.nodes.map((node) => node.checkReady().catch(() => {})))
      await Bun.sleep(250)
    }
  }
}
