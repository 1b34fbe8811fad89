import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { ConnectionTarget } from '../drive/member'
import type { CpuOf } from '../lib/process-stats'
import { ParleyServer, type ParleySettings } from './parley'
import type { Services } from './services'

export interface ClusterSettings extends Omit<ParleySettings, 'env'> {
  services: Services
  databaseUrl: string
}

/** Two nodes on PostgreSQL and NATS, all on one core. */
export class Cluster implements AsyncDisposable {
  private constructor(
    private readonly services: Services,
    readonly a: ParleyServer,
    readonly b: ParleyServer,
  ) {}

  static async start(settings: ClusterSettings): Promise<Cluster> {
    const a = await Cluster.startNode(settings, 'a')
    const b = await Cluster.startNode(settings, 'b').catch(async (error) => {
      await a[Symbol.asyncDispose]()
      throw error
    })
    return new Cluster(settings.services, a, b)
  }

  /** Starts only one node, which creates the tables. */
  static startNode(settings: ClusterSettings, node: string): Promise<ParleyServer> {
    const { services, databaseUrl, ...rest } = settings
    const blobs = pathToFileURL(join(tmpdir(), `parley-bench-blobs-${new URL(databaseUrl).pathname.slice(1)}`))
    const env = {
      PARLEY_DATABASE_URL: databaseUrl,
      PARLEY_NATS_URL: services.natsUrl,
      PARLEY_BLOBS_URL: blobs.href,
    }
    return ParleyServer.start({ ...rest, name: `${settings.name}-${node}`, env })
  }

  get cpu(): CpuOf {
    const { a, b, services } = this
    return { 'node A': a.cpuSeconds, 'node B': b.cpuSeconds, ...services.cpu }
  }

  /** The memory of both nodes. */
  get rssBytes(): number {
    return this.a.rssBytes + this.b.rssBytes
  }

  /** A connection to either node, as a load balancer would distribute them. */
  place(token: string, host?: string): ConnectionTarget {
    return (this.#placed++ % 2 === 0 ? this.a : this.b).place(token, host)
  }
  #placed = 0

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.a[Symbol.asyncDispose](), this.b[Symbol.asyncDispose]()])
  }
}
