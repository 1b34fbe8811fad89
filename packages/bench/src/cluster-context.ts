import type { Context } from './context'
import type { CrowdContext } from './parts/crowd'
import { copyToPostgres } from './seed/copy-to-postgres'
import { type BusyTown, type CrowdTown, databasePath, type MovingTown, seedMovingTown } from './seed/towns'
import { Cluster, type ClusterSettings } from './targets/cluster'
import { ParleyServer } from './targets/parley'
import { Services } from './targets/services'

/** What the parts of a run with two nodes share: PostgreSQL, NATS, and everything that the embedded default is measured with. */
export class ClusterContext implements AsyncDisposable {
  #busy: Promise<Seeded<BusyTown>> | undefined
  #crowd: Promise<Seeded<CrowdTown>> | undefined

  private constructor(
    readonly embedded: Context,
    private readonly services: Services,
  ) {}

  static async start(embedded: Context): Promise<ClusterContext> {
    return new ClusterContext(embedded, await Services.start(embedded.serverCore))
  }

  /** Two nodes over people who write a lot; seeded by the first part that asks. */
  async busy(): Promise<{ cluster: Cluster; town: BusyTown }> {
    this.#busy ??= this.#seed('cluster_busy', (name) => this.embedded.seedBusy(name))
    return this.#start(await this.#busy)
  }

  /** Two nodes over a crowd in 30 chats each; seeded by the first part that asks. */
  async crowd(): Promise<{ cluster: Cluster; town: CrowdTown }> {
    this.#crowd ??= this.#seed('cluster_crowd', (name) => this.embedded.seedCrowd(name, 1_000))
    return this.#start(await this.#crowd)
  }

  /** Two nodes over very many chats of two. */
  async moving(size: { people: number; chats: number }): Promise<Moving> {
    const fill = (name: string) => this.embedded.seed(name, (data) => seedMovingTown(data, size))
    const seeded = await this.#seed('cluster_moving', fill)
    return { ...(await this.#start(seeded)), databaseUrl: seeded.settings.databaseUrl }
  }

  /** The crowd as connections of node A alone, or of both. */
  crowdOn(which: 'one' | 'both'): CrowdContext {
    return {
      connectionsMax: this.embedded.connectionsMax,
      crowd: async () => {
        const { cluster, town } = await this.crowd()
        if (which === 'both') return { server: cluster, town }
        const { a } = cluster
        const place = (token: string, host?: string) => a.place(token, host)
        const dispose = () => cluster[Symbol.asyncDispose]()
        return {
          town,
          server: {
            place,
            cpu: cluster.cpu,
            get rssBytes() {
              return a.rssBytes
            },
            [Symbol.asyncDispose]: dispose,
          },
        }
      },
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.services[Symbol.asyncDispose]()
  }

  async #start<T>({ settings, town }: Seeded<T>): Promise<{ cluster: Cluster; town: T }> {
    return { town, cluster: await Cluster.start(settings) }
  }

  /** Seeds SQLite, lets a node make the tables in PostgreSQL, and copies. */
  async #seed<T>(name: string, fill: (name: string) => Promise<T>): Promise<Seeded<T>> {
    const { directory, serverCore: core, bunFlags } = this.embedded
    const town = await fill(name)
    const databaseUrl = await this.services.createDatabase(name)
    const settings = { directory, name, core, bunFlags, host: '0.0.0.0', services: this.services, databaseUrl }
    const node = await Cluster.startNode(settings, 'first')
    await node[Symbol.asyncDispose]()
    await copyToPostgres(databasePath(ParleyServer.dataDirectory({ directory, name })), databaseUrl)
    return { settings, town }
  }
}

interface Seeded<T> {
  settings: ClusterSettings
  town: T
}

export interface Moving {
  cluster: Cluster
  town: MovingTown
  databaseUrl: string
}
