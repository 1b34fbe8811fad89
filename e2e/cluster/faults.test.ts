import { expect, test } from 'bun:test'
import { rmSync, writeFileSync } from 'node:fs'
import { whyNoEngines } from '../lib/engines'
import { type ClusterSetup, type ClusterTestOptions, withFault } from './cluster-setup'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const why = whyNoEngines()
console.log(why ? `The tests of several nodes are skipped: ${why}.` : `cluster: SEED=${seed}`)

/** A fault during traffic. Its name is printed with its cost. The tests mostly wait, so they run side by side. */
const fault = (
  name: string,
  act: (setup: ClusterSetup) => Promise<void>,
  more: Partial<ClusterTestOptions> = {},
): void =>
  (why === undefined ? test.concurrent : test.skip)(`[DL1] [DL3] [DL5] [DL6] [DL10] [DL23] [DL34] ${name}`, () =>
    withFault({ name, seed, ...more }, act),
  )

fault('a node is killed and comes back', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  await node.end('SIGKILL')
  await traffic.waitForMessages(300)
  node.start()
  await node.waitUntilReady()
})

fault('a node dies between a commit and its publishing', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  writeFileSync(node.dieFile, '')
  await node.running.ended
  rmSync(node.dieFile)
  await traffic.waitForMessages(300)
  node.start()
  await node.waitUntilReady()
})

fault('a node drains', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  await node.end('SIGTERM')
  expect((await node.running.ended).exitCode).toBe(0)
  await traffic.waitForMessages(300)
  node.start()
  await node.waitUntilReady()
})

fault('NATS restarts', async ({ traffic, nats: [server] }) => {
  await server?.kill()
  await traffic.waitForMessages(300)
  await server?.start()
})

fault(
  'one NATS server of three dies',
  async ({ traffic, nats: [server] }) => {
    await server?.kill()
    await traffic.waitForMessages(500)
  },
  { natsServers: 3 },
)

fault('PostgreSQL restarts', async ({ traffic, postgres }) => {
  await postgres.end('quick')
  await Bun.sleep(1_000)
  await postgres.resume()
  await traffic.waitForMessages(300)
})

for (const mode of ['cut', 'frozen'] as const) {
  fault(`a node's connection to NATS is ${mode}`, async ({ cluster, traffic }) => {
    const node = cluster.node(1)
    node.setProxyMode('nats', mode)
    // Until the node has noticed, drained its connections and is no longer ready.
    while (node.ready) await traffic.waitForMessages(50)
    await traffic.waitForMessages(300)
    node.setProxyMode('nats', 'open')
    await node.waitUntilReady()
  })

  fault(`a node's connection to PostgreSQL is ${mode}`, async ({ cluster, traffic }) => {
    const node = cluster.node(1)
    node.setProxyMode('database', mode)
    while (node.ready) await traffic.waitForMessages(10)
    await traffic.waitForMessages(100)
    node.setProxyMode('database', 'open')
    await node.waitUntilReady()
  })
}

fault(
  'the clocks of nodes differ by minutes',
  async ({ cluster, traffic }) => {
    await traffic.waitForMessages(1_000)
    for (const { running } of cluster.nodes) expect(running.output()).toContain("clock differs from the database's")
  },
  {
    nodes: [{ TEST_CLOCK_OFFSET_MS: '60000' }, { TEST_CLOCK_OFFSET_MS: '-60000' }],
  },
)

fault(
  'a node that runs calls for other nodes is killed',
  async ({ cluster, traffic }) => {
    const node = cluster.node(2)
    await node.end('SIGKILL')
    await traffic.waitForMessages(300)
    node.start()
    await node.waitUntilReady()
  },
  { nodes: [{ PARLEY_ROLES: 'api' }, { PARLEY_ROLES: 'gateway' }, { PARLEY_ROLES: 'api,worker' }] },
)
