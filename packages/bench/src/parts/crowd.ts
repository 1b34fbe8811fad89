import { type ConnectionTarget, connect } from '../drive/member'
import { type CpuOf, readCpu } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import { megabytes, type Row, whole } from '../report/row'
import type { CrowdDataset } from '../seed/datasets'
import type { WsConnection } from '../wire/ws-connection'

const width = 128
const settleMs = 3_000
/** The first connections load shared code and fill shared caches, so they don't count. */
const warmUpConnections = 500
/** Several addresses of one machine, so that the connections don't run out of ports. */
const hosts = ['127.0.0.1', '127.0.0.2', '127.0.0.3', '127.0.0.4']

/** The server or cluster that serves the crowd's connections. */
interface CrowdServer extends AsyncDisposable {
  readonly rssBytes: number
  readonly cpu: CpuOf
  place(token: string, host?: string): ConnectionTarget
}

/** Provides a crowd and its server. */
export interface CrowdContext {
  /** The most connections that one process may have, besides its own files. */
  readonly connectionsMax: number
  crowd(): Promise<{ server: CrowdServer; dataset: CrowdDataset }>
}

interface Client {
  connection: WsConnection
  index: number
}

/** Counts connections that closed unexpectedly. */
class UnexpectedCloses {
  count = 0
  expected = false
  readonly listener = {
    closed: () => {
      if (!this.expected) this.count++
    },
  }
}

const openOne = async (
  at: { server: CrowdServer; dataset: CrowdDataset; losses: UnexpectedCloses },
  index: number,
): Promise<Client> => {
  const host = hosts[index % hosts.length] ?? ''
  const place = at.server.place(at.dataset.people[index]?.token ?? '', host)
  return { index, connection: await connect(place, at.losses.listener) }
}

/** Idle connections of different people, each in 30 chats. */
export const memory = async (context: CrowdContext): Promise<Row[]> => {
  const { server, dataset } = await context.crowd()
  const losses = new UnexpectedCloses()
  await sleep(settleMs)
  const idle = server.rssBytes
  const indexes = dataset.people.map((_, index) => index)
  const open = (part: readonly number[]) => eachOf(part, width, (index) => openOne({ server, dataset, losses }, index))
  const first = await open(indexes.slice(0, warmUpConnections))
  await sleep(settleMs)
  const before = server.rssBytes
  const clients = [...first, ...(await open(indexes.slice(warmUpConnections)))]
  await sleep(settleMs)
  const after = server.rssBytes
  losses.expected = true
  for (const { connection } of clients) connection.cut()
  await sleep(settleMs)
  const left = server.rssBytes
  await server[Symbol.asyncDispose]()
  if (losses.count > 0) throw new Error(`memory: ${losses.count} idle connections broke`)
  const each = (after - before) / (clients.length - first.length)
  return [
    {
      work: 'memory per idle connection in 30 chats',
      target: '≤ 8 kB',
      measured: `${(each / 1_000).toFixed(1)} kB`,
      reached: each <= 8_000,
      note: `every connection is another user with their own session. It is the growth of the process since the first ${warmUpConnections} of them, divided by the number of later connections. The first ones also fill its caches.`,
    },
    {
      work: `${whole(clients.length)} idle connections in all`,
      target: '< 250 MB',
      measured: megabytes(after),
      reached: after < 250_000_000,
      note: `${megabytes(idle)} before the first, ${megabytes(left)} after all of them left.${clients.length < 20_000 ? ` One process may open that many here (20,000 files minus ${whole(20_000 - clients.length)} for itself).` : ''}`,
    },
  ]
}

const returning = 10_000
const changedChats = 3

/** The sync of a returning client: its revs, some of them stale. */
const pullOf = (dataset: CrowdDataset, index: number) => ({
  user: 1,
  last: false,
  chats: Object.fromEntries(
    (dataset.chatsOf[index] ?? []).map((chat, at) => [chat.id, at < changedChats ? chat.rev - 1 : chat.rev]),
  ),
})

/** All clients reconnect at the same moment and sync. */
export const reconnect = async (context: CrowdContext): Promise<Row[]> => {
  const { server, dataset } = await context.crowd()
  const losses = new UnexpectedCloses()
  const at = { server, dataset, losses }
  const count = Math.min(returning, context.connectionsMax)
  const people = dataset.people.slice(0, count)
  const first = await eachOf(people, width, (_, index) => openOne(at, index))
  await sleep(settleMs)
  const before = server.rssBytes
  losses.expected = true
  for (const { connection } of first) connection.cut()
  await sleep(2_000)
  losses.expected = false
  let peak = server.rssBytes
  const watch = setInterval(() => {
    peak = Math.max(peak, server.rssBytes)
  }, 100)
  const cpuBefore = readCpu(server.cpu)
  const began = performance.now()
  let errors = 0
  let rows = 0
  let connected = 0
  const returned = await eachOf(people, count, async (_, index) => {
    try {
      const client = await openOne(at, index)
      connected = performance.now() - began
      const answer = await client.connection.call('sync.pull', pullOf(dataset, index))
      rows += answer.chats.length
      return client
    } catch (error) {
      if (errors++ < 3) console.error(error)
      return undefined
    }
  })
  const seconds = (performance.now() - began) / 1_000
  const cpu = Object.entries(readCpu(server.cpu)).map(
    ([part, used]) => `${part} ${(used - (cpuBefore[part] ?? 0)).toFixed(1)} s`,
  )
  await sleep(settleMs * 2)
  clearInterval(watch)
  const after = server.rssBytes
  losses.expected = true
  for (const client of returned) client?.connection.cut()
  await server[Symbol.asyncDispose]()
  const memoryBack = after < before * 1.15 + 20_000_000
  const problems = errors + losses.count
  return [
    {
      work: `${whole(count)} clients reconnect and sync at once`,
      target: 'all live in < 8 s, no error, memory back',
      measured: `${seconds.toFixed(2)} s, ${problems} errors, ${megabytes(before)} before and ${megabytes(after)} after`,
      reached: seconds < 8 && problems === 0 && memoryBack && rows === count * changedChats,
      note: `each connects, opens its session and pulls 30 chats, of which ${changedChats} changed. The last session was open after ${(connected / 1_000).toFixed(1)} s. CPU: ${cpu.join(', ')}. Peak memory: ${megabytes(peak)}.`,
    },
  ]
}
