import { NatsLink } from '../../bus/nats-link'
import { NatsPeers } from '../../bus/nats-peers'
import { NatsStartError } from '../../bus/nats-start-error'
import { systemClock } from '../../lib/clock'
import { bad, type Check, type Finding, good, warning } from './check'

const ROUND_TRIPS = 5
const SLOW_MS = 20
const PAYLOAD_BYTES = 256 * 1024
const LIST_MS = 1_000

export interface NatsCheckOptions {
  /** Undefined: this node is alone. */
  readonly url: string | undefined
  /** The epoch of the installation whose nodes are counted, if there is one yet. */
  readonly epoch: () => Promise<string | undefined>
}

/** Checks that NATS is reachable, its speed, and the other nodes. */
export const natsCheck = ({ url, epoch }: NatsCheckOptions): Check => ({
  name: 'NATS',
  run: async () => {
    if (url === undefined) return [good('Not set. A single node needs no NATS, with SQLite or PostgreSQL.')]
    let link: NatsLink
    try {
      link = await NatsLink.connect({ url, name: 'parley doctor', onError: () => {} })
    } catch (error) {
      if (error instanceof NatsStartError) return [bad('NATS cannot be used.', error.message)]
      throw error
    }
    try {
      const installation = await epoch().catch(() => undefined)
      return [
        good(`NATS ${link.serverVersion} answers.`),
        payloadFinding(link.maxPayload),
        roundTripFinding(await measure(link)),
        ...(installation === undefined ? [] : [await nodesFinding(link, installation)]),
      ]
    } finally {
      await link.stop()
    }
  },
})

const payloadFinding = (bytes: number): Finding => {
  const text = `Messages can be up to ${Math.round(bytes / 1024)} KiB long.`
  if (bytes >= PAYLOAD_BYTES) return good(text)
  return warning(text, 'Set max_payload of the NATS servers to 1MB. Nodes fetch larger messages from the database.')
}

/** The median of several, in milliseconds. */
const measure = async (link: NatsLink): Promise<number> => {
  const took: number[] = []
  for (let trip = 0; trip < ROUND_TRIPS; trip++) {
    const startedMs = performance.now()
    await link.settled()
    took.push(performance.now() - startedMs)
  }
  return took.sort((a, b) => a - b)[Math.floor(ROUND_TRIPS / 2)] ?? 0
}

const roundTripFinding = (ms: number): Finding => {
  const text = `A round trip takes ${ms.toFixed(1)} ms.`
  return ms < SLOW_MS
    ? good(text)
    : warning(text, 'Move a NATS server closer to the nodes. Every message waits for it.')
}

const nodesFinding = async (link: NatsLink, installation: string): Promise<Finding> => {
  const peers = new NatsPeers({ link, installation, clock: systemClock, onError: () => {} })
  const nodes = await peers.list(LIST_MS)
  const versions = [...new Set(nodes.map(({ version }) => version))]
  const text = `Running nodes of this installation: ${nodes.length}.`
  return versions.length > 1
    ? warning(
        `${text} They have different versions (${versions.join(', ')}).`,
        'This is fine during an update. Otherwise update all nodes.',
      )
    : good(text)
}
