import type { MethodName } from '@parley/protocol'
import type { Context } from '../context'
import { directOverHttp, type HttpLoad, type HttpPair } from '../drive/direct-http'
import { type DirectLoad, directOverWebSocket, type Pair, pacedDelivery } from '../drive/direct-ws'
import type { Measured } from '../drive/window'
import type { CpuOf } from '../lib/process-stats'
import { ms, percent, type Row, whole } from '../report/row'
import type { BusyDataset } from '../seed/datasets'
import type { BareLoop } from '../targets/bare'
import type { ParleyServer } from '../targets/parley'

const send: MethodName = 'messages.send'
const post = `/api/${send}`
export const textBytes = 60
export const inFlight = 8
const bareChat = '01900000-0000-7000-8000-000000000001' as Pair['chatId']

export const pairsOf = (server: ParleyServer, dataset: BusyDataset): HttpPair[] =>
  dataset.pairs.map(({ chat, sender, peer }) => ({
    chatId: chat.id,
    sender: server.place(sender.token),
    peer: server.place(peer.token),
    post: { ...server.place(sender.token).address, path: post },
  }))

const barePairs = (loop: BareLoop, count: number): HttpPair[] =>
  Array.from({ length: count }, (_, index) => {
    const place = loop.place(`pair${index}`)
    return { chatId: bareChat, sender: place, peer: place, post: { ...place.address, path: `${post}?pair${index}` } }
  })

/** Other processes disturb a measurement from this share of a core on. */
const disturbance = 0.15

/** The CPU use of the processes, for the report's notes. */
export const usage = ({ serverCpu, loadCpu, othersCpu }: Measured): string =>
  `the server used ${percent(serverCpu)} of its core, the load ${percent(loadCpu)} of the other` +
  (othersCpu > disturbance ? `, and the rest of the machine used ${percent(othersCpu)} of a core` : '')

/** Throws if the run lost, repeated or refused messages, because then its figures are invalid. */
export const requireValid = (measured: Measured, what: string): Measured => {
  if (measured.failures > 0) throw new Error(`${what}: ${measured.failures} calls were refused`)
  if (measured.gaps > 0) throw new Error(`${what}: ${measured.gaps} deltas did not continue the previous one`)
  return measured
}

interface DirectRow {
  work: string
  target: number
  /** The limit for the slowest hundredth of acknowledgements. */
  ackP99Ms: number
  parley: Measured
  bare: Measured
  more: string
}

const directRow = ({ work, target, ackP99Ms, parley, bare, more }: DirectRow): Row => ({
  work,
  target: `${whole(target)}/s${ackP99Ms < Number.POSITIVE_INFINITY ? `, ack p99 < ${ackP99Ms} ms` : ''}`,
  measured: `${whole(parley.acksPerSecond)}/s, ack p50 ${ms(parley.ackP50Ms)}, p99 ${ms(parley.ackP99Ms)}`,
  reached: parley.acksPerSecond >= target && parley.ackP99Ms < ackP99Ms,
  bare: `Bun: ${whole(bare.acksPerSecond)}/s`,
  ratio: percent(parley.acksPerSecond / bare.acksPerSecond),
  note: `${whole(parley.deliveriesPerSecond)} deliveries/s reached the peers; ${usage(parley)}.${more}`,
})

/** Stored direct messages over WebSocket: 64 senders with 8 in flight each. */
export const directWs = async (context: Context): Promise<Row[]> => {
  const load = async (pairs: readonly Pair[], cpu: CpuOf): Promise<Measured> =>
    requireValid(await directOverWebSocket({ ...context.span, pairs, inFlight, textBytes, cpu } as DirectLoad), 'ws')
  const { server, dataset } = await context.busy()
  const parley = await load(pairsOf(server, dataset), server.cpu)
  await server[Symbol.asyncDispose]()
  await using loop = await context.bare('bun')
  const bare = await load(barePairs(loop, dataset.pairs.length), loop.cpu)
  await using node = await context.bare('ws')
  const nodeBare = await load(barePairs(node, dataset.pairs.length), node.cpu)
  const work = 'stored direct messages over WebSocket, 64 senders, 8 in flight each, delivered to the peer'
  const more = ` The bare Node loop does ${whole(nodeBare.acksPerSecond)}/s.`
  return [directRow({ work, target: 15_000, ackP99Ms: 50, parley, bare, more })]
}

/** The same over keep-alive HTTP connections, with one request at a time on each. */
export const directHttp = async (context: Context): Promise<Row[]> => {
  const load = async (pairs: readonly HttpPair[], cpu: CpuOf): Promise<Measured> =>
    requireValid(await directOverHttp({ ...context.span, pairs, inFlight, textBytes, cpu } as HttpLoad), 'http')
  const { server, dataset } = await context.busy()
  const parley = await load(pairsOf(server, dataset), server.cpu)
  const single = requireValid(
    await directOverHttp({
      ...context.span,
      pairs: pairsOf(server, dataset),
      inFlight: 1,
      textBytes,
      cpu: server.cpu,
    }),
    'http',
  )
  await server[Symbol.asyncDispose]()
  await using loop = await context.bare('bun')
  const bare = await load(barePairs(loop, dataset.pairs.length), loop.cpu)
  const work = 'the same over HTTP keep-alive, 64 senders with 8 connections each'
  const more = ` With one connection for each sender: ${whole(single.acksPerSecond)}/s, ack p50 ${ms(single.ackP50Ms)}.`
  return [directRow({ work, target: 11_500, ackP99Ms: Number.POSITIVE_INFINITY, parley, bare, more })]
}

export const offeredPerSecond = 2_000

/** The time of a message to the peer's socket, at a fixed rate of messages. */
export const latency = async (context: Context): Promise<Row[]> => {
  const { server, dataset } = await context.busy()
  const load = { ...context.span, inFlight, textBytes, perSecond: offeredPerSecond }
  const paced = await pacedDelivery({ ...load, pairs: pairsOf(server, dataset), cpu: server.cpu })
  requireValid(paced.measured, 'latency')
  await server[Symbol.asyncDispose]()
  await using loop = await context.bare('bun')
  const bare = await pacedDelivery({ ...load, pairs: barePairs(loop, 64), cpu: loop.cpu })
  const [p50, p99] = [paced.delivery.at(0.5), paced.delivery.at(0.99)]
  const reachedRate = paced.measured.deliveriesPerSecond
  return [
    {
      work: 'delivery at 2,000 messages/s offered',
      target: 'p50 < 3 ms, p99 < 15 ms',
      measured: `p50 ${ms(p50)}, p99 ${ms(p99)}`,
      reached: p50 < 3 && p99 < 15 && reachedRate > offeredPerSecond * 0.98,
      bare: `Bun: p50 ${ms(bare.delivery.at(0.5))}, p99 ${ms(bare.delivery.at(0.99))}`,
      note: `from the sender's write to the peer's socket, over 64 direct chats, ${whole(reachedRate)} messages/s delivered. Usage: ${usage(paced.measured)}.`,
    },
  ]
}
