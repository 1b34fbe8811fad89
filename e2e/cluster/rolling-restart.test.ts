import { expect, test } from 'bun:test'
import type { MessageId } from '@parley/protocol'
import { type Client, createClient, createMemoryStore } from '@parley/sdk'
import { eventually } from '@parley/server/src/testing/eventually'
import { whyNoEngines } from '../lib/engines'
import { withNodes } from './cluster-setup'
import { quietWithinMs } from './traffic'

const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
const why = whyNoEngines()
if (why) console.log(`The rolling restart is skipped: ${why}.`)

const deviceCount = 40

/** When the id of a message was created: its first 48 bits, by the sender's clock. */
const madeAt = (id: MessageId): number => Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)

const at = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0

/** A device that records the delays of messages and the times of its reconnects. */
class Device {
  readonly delays: number[] = []
  readonly returns: number[] = []
  private readonly stops: (() => void)[]

  private constructor(readonly client: Client) {
    let wasLive = true
    this.stops = [
      client.on('chat.delta', ({ messages = [] }) => {
        for (const { id, body } of messages) if (body.type === 'text') this.delays.push(Date.now() - madeAt(id))
      }),
      client.state.subscribe(() => {
        const isLive = client.state.get().connection.phase === 'live'
        if (isLive && !wasLive) this.returns.push(Date.now())
        wasLive = isLive
      }),
    ]
  }

  static async open(url: string, token: string): Promise<Device> {
    const client = createClient({ url, token, store: createMemoryStore() })
    await client.start()
    await eventually(() => client.state.get().connection.phase === 'live')
    return new Device(client)
  }

  async close(): Promise<void> {
    for (const stop of this.stops) stop()
    await this.client.stop()
  }
}

test.skipIf(why !== undefined)(
  '[DL1] [DL3] [DL31] three nodes are restarted in sequence during traffic: nothing is lost, and clients reconnect spread over time',
  () =>
    withNodes({ name: 'rolling restart', seed, nodes: [{}, {}, {}] }, async ({ cluster, traffic }) => {
      const devices: Device[] = []
      for (let opened = 0; opened < deviceCount; opened++)
        devices.push(await Device.open(cluster.url, traffic.tokenOf(opened)))
      const report = await traffic.during('three nodes are restarted in sequence', async () => {
        for (const node of cluster.nodes) {
          await node.end('SIGTERM')
          expect((await node.running.ended).exitCode).toBe(0)
          node.start()
          await node.waitUntilReady()
          await traffic.waitForMessages(200)
        }
      })
      expect(report.acknowledged).toBeGreaterThan(0)
      expect(await traffic.problems()).toEqual([])
      expect(report.secondsToQuiet * 1_000).toBeLessThan(2 * quietWithinMs)
      const delays = devices.flatMap((device) => device.delays).sort((a, b) => a - b)
      const returns = devices.flatMap((device) => device.returns)
      console.log(
        `cluster: rolling restart: delivery p50 ${at(delays, 0.5)} ms, p99 ${at(delays, 0.99)} ms of ${delays.length}; ` +
          `${returns.length} reconnects, at most ${mostWithin(returns, 250)} of them within 250 ms`,
      )
      expect(returns.length).toBeGreaterThanOrEqual(deviceCount)
      // The server gives each client its own time within five seconds to reconnect. Otherwise all would reconnect at
      // once.
      expect(mostWithin(returns, 250)).toBeLessThan(deviceCount / 2)
      await Promise.all(devices.map((device) => device.close()))
    }),
)

/** The largest number of these times within any span of this length. */
const mostWithin = (times: readonly number[], spanMs: number): number =>
  Math.max(0, ...times.map((from) => times.filter((time) => time >= from && time < from + spanMs).length))
