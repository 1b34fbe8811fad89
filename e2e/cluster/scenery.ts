import { expect } from 'bun:test'
import { Turns } from '@parley/server/src/lib/turns'
import { TestNats, TestNatsCluster } from '@parley/server/src/testing/nats'
import { PostgresServer } from '@parley/server/src/testing/postgres'
import { Cluster } from './cluster'
import { quietWithinMs, Traffic } from './traffic'

/** Several nodes under traffic, and the services that they share. */
export interface Scenery {
  readonly cluster: Cluster
  readonly traffic: Traffic
  readonly postgres: PostgresServer
  /** The servers of NATS: one, or three. */
  readonly nats: readonly TestNats[]
}

export interface Setting {
  /** For what is printed. */
  readonly name: string
  readonly seed: number
  readonly natsServers?: 1 | 3
  /** Settings of each node. */
  readonly nodes?: readonly Readonly<Record<string, string>>[]
}

/** Clusters at the same time: each has several processes. */
const sideBySide = 3
const turns = new Turns(sideBySide)

/** Sets up nodes with traffic, and takes everything down in the end. */
export const withNodes = (setting: Setting, act: (scenery: Scenery) => Promise<void>): Promise<void> =>
  turns.take(async () => {
    await using postgres = await PostgresServer.start({ durable: true })
    await using services = setting.natsServers === 3 ? await TestNatsCluster.start() : await TestNats.start()
    const nats = 'servers' in services ? services.servers : [services]
    const urls = { databaseUrl: await postgres.createDatabase(), natsUrl: services.url }
    await using cluster = await Cluster.start(urls, setting.nodes ?? [{}, {}])
    await using traffic = await Traffic.start(cluster, setting.seed)
    await act({ cluster, traffic, postgres, nats })
  })

/** Runs a fault under traffic, then silence, and checks everything that must hold after it. */
export const withFault = (setting: Setting, fault: (scenery: Scenery) => Promise<void>): Promise<void> =>
  withNodes(setting, async (scenery) => {
    const { traffic } = scenery
    const report = await traffic.during(setting.name, () => fault(scenery))
    expect(report.acknowledged, 'messages acknowledged during the fault').toBeGreaterThan(0)
    expect(await traffic.wrong()).toEqual([])
    // Twice what is promised: the machine that runs this also does other things.
    expect(report.secondsToQuiet * 1_000, 'milliseconds to quiet').toBeLessThan(2 * quietWithinMs)
    await traffic.presenceIsRight()
  })
