import { expect } from 'bun:test'
import { Semaphore } from '@parley/server/src/lib/semaphore'
import { TestNats, TestNatsCluster } from '@parley/server/src/testing/nats'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { Cluster } from './cluster'
import { quietWithinMs, Traffic } from './traffic'

/** Several nodes with traffic, and the services that they share. */
export interface ClusterSetup {
  readonly cluster: Cluster
  readonly traffic: Traffic
  readonly postgres: PostgresServer
  /** The NATS servers: one or three. */
  readonly nats: readonly TestNats[]
}

export interface ClusterTestOptions {
  /** The name for the output. */
  readonly name: string
  readonly seed: number
  readonly natsServers?: 1 | 3
  readonly nodes?: readonly Readonly<Record<string, string>>[]
}

/** Clusters that run at the same time. Each has several processes. */
const maxClusters = 3
const clusterSlots = new Semaphore(maxClusters)

/** Starts nodes with traffic, and stops everything at the end. */
export const withNodes = (options: ClusterTestOptions, act: (setup: ClusterSetup) => Promise<void>): Promise<void> =>
  clusterSlots.take(async () => {
    await using postgres = await PostgresServer.start({ durable: true })
    await using services = options.natsServers === 3 ? await TestNatsCluster.start() : await TestNats.start()
    const nats = 'servers' in services ? services.servers : [services]
    const urls = { databaseUrl: await postgres.createDatabase(), natsUrl: services.url }
    await using cluster = await Cluster.start(urls, options.nodes ?? [{}, {}])
    await using traffic = await Traffic.start(cluster, options.seed)
    await act({ cluster, traffic, postgres, nats })
  })

/** Causes a fault during traffic, then stops the traffic, and checks everything that must hold afterwards. */
export const withFault = (options: ClusterTestOptions, fault: (setup: ClusterSetup) => Promise<void>): Promise<void> =>
  withNodes(options, async (setup) => {
    const { traffic } = setup
    const report = await traffic.during(options.name, () => fault(setup))
    expect(report.acknowledged, 'messages acknowledged during the fault').toBeGreaterThan(0)
    expect(await traffic.problems()).toEqual([])
    // Twice the promised time, because this machine also does other work.
    expect(report.secondsToQuiet * 1_000, 'milliseconds to quiet').toBeLessThan(2 * quietWithinMs)
    await traffic.expectPresence()
  })
