import type { Context } from './context'
import type { CrowdContext } from './parts/crowd'
import { copyToPostgres } from './seed/copy-to-postgres'
import {
  type BusyDataset,
  type CrowdDataset,
  databasePath,
  type ManyGroupsDataset,
  seedManyGroupsDataset,
} from './seed/datasets'
import { Cluster, type ClusterSettings } from './targets/cluster'
import { ParleyServer } from './targets/parley'
import { Services } from './targets/services'

/** The shared parts of a run with two nodes: PostgreSQL, NATS, and the context of the embedded default. */
export class ClusterContext implements AsyncDisposable {
  #busy: Promise<Seeded<BusyDataset>> | undefined
  #crowd: Promise<Seeded<CrowdDataset>> | undefined

  private constructor(
    readonly embedded: Context,
    private readonly services: Services,
  ) {}

  static async start(embedded: Context): Promise<ClusterContext> {
    return new ClusterContext(embedded, await Services.start(embedded.serverCore))
  }

  /** Two nodes with people who write a lot. The first part that calls this seeds the data. */
  async busy(): Promise<{ cluster: Cluster; dataset: BusyDataset }> {
    this.#busy ??= this.#seed('cluster_busy', (name) => this.embedded.seedBusy(name))
    return this.#start(await this.#busy)
  }

  /** Two nodes with a crowd in 30 chats each. The first part that calls this seeds the data. */
  async crowd(): Promise<{ cluster: Cluster; dataset: CrowdDataset }> {
    this.#crowd ??= this.#seed('cluster_crowd', (name) => this.embedded.seedCrowd(name, 1_000))
    return this.#start(await this.#crowd)
  }

  /** Two nodes with very many chats of two people. */
  async moving(size: { people: number; chats: number }): Promise<SweepCluster> {
    const fill = (name: string) => this.embedded.seed(name, (data) => seedManyGroupsDataset(data, size))
    const seeded = await this.#seed('cluster_moving', fill)
    return { ...(await this.#start(seeded)), databaseUrl: seeded.settings.databaseUrl }
  }

  /** The crowd, with connections to node A only or to both nodes. */
  crowdOn(which: 'one' | 'both'): CrowdContext {
    return {
      connectionsMax: this.embedded.connectionsMax,
      crowd: async () => {
        const { cluster, dataset } = await this.crowd()
        if (which === 'both') return { server: cluster, dataset }
        const { a } = cluster
        const place = (token: string, host?: string) => a.place(token, host)
        const dispose = () => cluster[Symbol.asyncDispose]()
        return {
          dataset,
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

  async #start<T>({ settings, dataset }: Seeded<T>): Promise<{ cluster: Cluster; dataset: T }> {
    return { dataset, cluster: await Cluster.start(settings) }
  }

  /** Seeds SQLite, lets a node create the tables in PostgreSQL, and copies the rows. */
  async #seed<T>(name: string, fill: (name: string) => Promise<T>): Promise<Seeded<T>> {
    const { directory, serverCore: core, bunFlags } = this.embedded
    const dataset = await fill(name)
    const databaseUrl = await this.services.createDatabase(name)
    const settings = { directory, name, core, bunFlags, host: '0.0.0.0', services: this.services, databaseUrl }
    const node = await Cluster.startNode(settings, 'first')
    await node[Symbol.asyncDispose]()
    await copyToPostgres(databasePath(ParleyServer.dataDirectory({ directory, name })), databaseUrl)
    return { settings, dataset }
  }
}

interface Seeded<T> {
  settings: ClusterSettings
  dataset: T
}

export interface SweepCluster {
  cluster: Cluster
  dataset: ManyGroupsDataset
  databaseUrl: string
}
