import { expect, test } from 'bun:test'
import { rmSync, writeFileSync } from 'node:fs'
import { whyNoEngines } from '../lib/engines'
import { type Scenery, type Setting, withFault } from './scenery'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const why = whyNoEngines()
console.log(why ? `The tests of several nodes are skipped: ${why}.` : `cluster: SEED=${seed}`)

/** A fault under traffic; its name is printed with what it cost. Most of the time goes by in waiting, so they run side by side. */
const fault = (name: string, act: (scenery: Scenery) => Promise<void>, more: Partial<Setting> = {}): void =>
  (why === undefined ? test.concurrent : test.skip)(`[DL1] [DL3] [DL5] [DL6] [DL10] [DL23] [DL34] ${name}`, () =>
    withFault({ name, seed, ...more }, act),
  )

fault('a node is killed, and comes back', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  await node.end('SIGKILL')
  await traffic.flows(300)
  node.start()
  await node.serves()
})

fault('a node dies between a commit and its publishing', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  writeFileSync(node.dieFile, '')
  await node.running.ended
  rmSync(node.dieFile)
  await traffic.flows(300)
  node.start()
  await node.serves()
})

fault('a node drains', async ({ cluster, traffic }) => {
  const node = cluster.node(1)
  await node.end('SIGTERM')
  expect((await node.running.ended).exitCode).toBe(0)
  await traffic.flows(300)
  node.start()
  await node.serves()
})

fault('NATS restarts', async ({ traffic, nats: [server] }) => {
  await server?.kill()
  await traffic.flows(300)
  await server?.start()
})

fault(
  'one NATS server of three dies',
  async ({ traffic, nats: [server] }) => {
    await server?.kill()
    await traffic.flows(500)
  },
  { natsServers: 3 },
)

fault('PostgreSQL restarts', async ({ traffic, postgres }) => {
  await postgres.end('quick')
  await Bun.sleep(1_000)
  await postgres.resume()
  await traffic.flows(300)
})

for (const mode of ['cut', 'frozen'] as const) {
  fault(`a node is ${mode} from NATS only`, async ({ cluster, traffic }) => {
    const node = cluster.node(1)
    node.turn('nats', mode)
    // Until it has noticed, sent its connections away and is no longer ready.
    while (node.ready) await traffic.flows(50)
    await traffic.flows(300)
    node.turn('nats', 'open')
    await node.serves()
  })

  fault(`a node is ${mode} from PostgreSQL only`, async ({ cluster, traffic }) => {
    const node = cluster.node(1)
    node.turn('database', mode)
    while (node.ready) await traffic.flows(10)
    await traffic.flows(100)
    node.turn('database', 'open')
    await node.serves()
  })
}

fault(
  'the clocks of nodes differ by minutes',
  async ({ cluster, traffic }) => {
    await traffic.flows(1_000)
    for (const { running } of cluster.nodes) expect(running.output()).toContain("clock differs from the database's")
  },
  {
    nodes: [{ TEST_CLOCK_OFFSET_MS: '60000' }, { TEST_CLOCK_OFFSET_MS: '-60000' }],
  },
)

fault(
  'a node that runs calls for others is killed',
  async ({ cluster, traffic }) => {
    const node = cluster.node(2)
    await node.end('SIGKILL')
    await traffic.flows(300)
    node.start()
    await node.serves()
  },
  { nodes: [{ PARLEY_ROLES: 'api' }, { PARLEY_ROLES: 'gateway' }, { PARLEY_ROLES: 'api,worker' }] },
)
