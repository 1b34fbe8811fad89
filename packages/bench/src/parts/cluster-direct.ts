/** Compares two nodes on PostgreSQL and NATS with the embedded default: direct messages from one node to the other. */
import type { ClusterContext } from '../cluster-context'
import { directOverWebSocket, type Pair, pacedDelivery } from '../drive/direct-ws'
import type { Measured } from '../drive/window'
import { ms, percent, type Row, whole } from '../report/row'
import type { BusyDataset } from '../seed/datasets'
import type { Cluster } from '../targets/cluster'
import { inFlight, offeredPerSecond, pairsOf, requireValid, textBytes, usage } from './direct'

const shareOfEmbedded = 0.6

/** Senders on node A, their peers on node B. */
const acrossNodes = ({ a, b }: Cluster, dataset: BusyDataset): Pair[] =>
  dataset.pairs.map(({ chat, sender, peer }) => ({
    chatId: chat.id,
    sender: a.place(sender.token),
    peer: b.place(peer.token),
  }))

/** "node A 31 %, node B 14 %": shares of their common core. */
const shares = ({ cpuOf }: Measured): string =>
  Object.entries(cpuOf)
    .map(([part, share]) => `${part} ${percent(share)}`)
    .join(', ')

/** CPU time of the nodes, without PostgreSQL and NATS. */
const nodesCpu = ({ cpuOf }: Measured): number => (cpuOf['node A'] ?? 0) + (cpuOf['node B'] ?? 0)

const paces = ({ acksPerSecond, ackP50Ms, ackP99Ms }: Measured): string =>
  `${whole(acksPerSecond)}/s, ack p50 ${ms(ackP50Ms)}, p99 ${ms(ackP99Ms)}`

/** Stored direct messages over WebSocket: 64 senders with 8 in flight each. */
export const clusterDirect = async (context: ClusterContext): Promise<Row[]> => {
  const load = { ...context.embedded.span, inFlight, textBytes }
  const { cluster, dataset } = await context.busy()
  const across = await directOverWebSocket({ ...load, pairs: acrossNodes(cluster, dataset), cpu: cluster.cpu })
  await cluster[Symbol.asyncDispose]()
  const { server, dataset: own } = await context.embedded.busy()
  const alone = await directOverWebSocket({ ...load, pairs: pairsOf(server, own), cpu: server.cpu })
  await server[Symbol.asyncDispose]()
  requireValid(across, 'across nodes')
  requireValid(alone, 'embedded')
  // Both runs lose CPU time to other processes, rarely in equal shares. Compare per second of CPU time.
  const perCore = across.acksPerSecond / across.serverCpu
  const perNodeCore = across.acksPerSecond / nodesCpu(across)
  const perAloneCore = alone.acksPerSecond / alone.serverCpu
  const ratio = perCore / perAloneCore
  return [
    {
      work: 'stored direct messages over WebSocket, 64 senders, 8 in flight each, from node A to node B, everything on one core',
      target: '',
      measured: paces(across),
      bare: paces(alone),
      ratio: percent(across.acksPerSecond / alone.acksPerSecond),
      note: `${whole(across.deliveriesPerSecond)} deliveries/s reached the peers. Shares of the common core: ${shares(across)}. In all, ${usage(across)} (embedded: ${percent(alone.serverCpu)} and ${percent(alone.loadCpu)}).`,
    },
    {
      work: 'the same per second of CPU time of all processes',
      target: `${percent(shareOfEmbedded)} of embedded`,
      measured: `${whole(perCore)} messages`,
      reached: ratio >= shareOfEmbedded,
      bare: `${whole(perAloneCore)} messages`,
      ratio: percent(ratio),
      note: 'the figure “per core”: messages/s divided by the share of the core that nodes, PostgreSQL and NATS used together.',
    },
    {
      work: 'the same per second of CPU time of the nodes alone, as if PostgreSQL and NATS ran on their own machines',
      target: '',
      measured: `${whole(perNodeCore)} messages`,
      bare: `${whole(perAloneCore)} messages`,
      ratio: percent(perNodeCore / perAloneCore),
      note: 'the embedded server stores in its own process, the nodes in PostgreSQL.',
    },
  ]
}

/** Measures the time of a message from a socket of one node to a socket of the other. */
export const clusterLatency = async (context: ClusterContext): Promise<Row[]> => {
  const load = { ...context.embedded.span, inFlight, textBytes, perSecond: offeredPerSecond }
  const { cluster, dataset } = await context.busy()
  const across = await pacedDelivery({ ...load, pairs: acrossNodes(cluster, dataset), cpu: cluster.cpu })
  await cluster[Symbol.asyncDispose]()
  const { server, dataset: own } = await context.embedded.busy()
  const alone = await pacedDelivery({ ...load, pairs: pairsOf(server, own), cpu: server.cpu })
  await server[Symbol.asyncDispose]()
  requireValid(across.measured, 'latency across nodes')
  requireValid(alone.measured, 'latency, embedded')
  const figures = ({ delivery }: typeof across) => `p50 ${ms(delivery.at(0.5))}, p99 ${ms(delivery.at(0.99))}`
  return [
    {
      work: 'delivery from node A to node B at 2,000 messages/s offered',
      target: '',
      measured: figures(across),
      bare: figures(alone),
      note: `from the sender's write to the peer's socket, over 64 direct chats, ${whole(across.measured.deliveriesPerSecond)} messages/s delivered. Shares of the common core: ${shares(across.measured)}.`,
    },
  ]
}
