import { afterAll, beforeAll, describe } from 'bun:test'
import { testBus } from '../testing/bus-contract'
import { TestNats, TestNatsCluster, whyNoNats } from '../testing/nats'
import { natsPair } from '../testing/nats-nodes'

const missing = whyNoNats()
if (missing) console.log(`Skipped, the bus over NATS: ${missing}.`)

describe.skipIf(missing !== undefined)('on one server', () => {
  let nats: TestNats
  beforeAll(async () => {
    nats = await TestNats.start()
  })
  afterAll(() => nats[Symbol.asyncDispose]())

  testBus('the bus over NATS', () => natsPair([nats.url, nats.url]))
})

describe.skipIf(missing !== undefined)('on two servers of a cluster', () => {
  let cluster: TestNatsCluster
  beforeAll(async () => {
    cluster = await TestNatsCluster.start()
  })
  afterAll(() => cluster[Symbol.asyncDispose]())

  testBus('the bus over a cluster of NATS', () => natsPair([cluster.servers[0].url, cluster.servers[1].url]))
})
