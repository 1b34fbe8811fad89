/** Compares the sends of two builds of the server that run side by side. */
import { directOverWebSocket, type Pair } from './drive/direct-ws'
import { pairsAt } from './load'
import { inFlight, requireValid, textBytes } from './parts/direct'
import { whole } from './report/row'
import { ParleyServer } from './targets/parley'

export interface BesideSettings {
  /** The built servers: the earlier one and this one. */
  readonly entries: readonly [before: string, now: string]
  /** For the data directories. */
  readonly directory: string
  readonly rounds: number
}

interface Contender {
  readonly server: ParleyServer
  readonly pairs: readonly Pair[]
  /** Of each round: microseconds of CPU for a message, and messages stored in a second. */
  readonly cpuUs: number[]
  readonly perSecond: number[]
}

const senderCount = 64
const serverCore = 0
const span = { warmUpMs: 300, measureMs: 2_000 }

/**
 * Puts load on each server in turn for two seconds, so that other work on the machine meets both. CPU time for a message
 * scatters far less than the rate. Prints the median of the ratios of all rounds.
 */
export const sendsBeside = async ({ entries, directory, rounds }: BesideSettings): Promise<void> => {
  await using before = await started({ entry: entries[0], directory, name: 'before' })
  await using now = await started({ entry: entries[1], directory, name: 'now' })
  for (let round = 1; round <= rounds; round++) {
    for (const contender of round % 2 === 0 ? [before, now] : [now, before]) await measure(contender)
    console.log(`${round}: before ${line(before, -1)}, now ${line(now, -1)}`)
  }
  const ratio = median(now.cpuUs.map((us, round) => us / (before.cpuUs[round] ?? us)))
  console.log(`medians of ${rounds}: before ${summary(before)}, now ${summary(now)}`)
  console.log(`CPU for a message, now against before, median of ${rounds} rounds: ${Math.round(ratio * 1_000) / 10} %`)
}

const started = async (settings: { entry: string; directory: string; name: string }) => {
  const server = await ParleyServer.start({ ...settings, core: serverCore })
  const accounts = await pairsAt(new URL(`http://127.0.0.1:${server.port}`), senderCount)
  const pairs = accounts.map(({ chatId, senderToken, peerToken }) => ({
    chatId,
    sender: server.place(senderToken),
    peer: server.place(peerToken),
  }))
  const contender: Contender = { server, pairs, cpuUs: [], perSecond: [] }
  return { ...contender, [Symbol.asyncDispose]: () => server[Symbol.asyncDispose]() }
}

const measure = async ({ server, pairs, cpuUs, perSecond }: Contender): Promise<void> => {
  const load = { ...span, pairs, inFlight, textBytes, cpu: server.cpu }
  const { acksPerSecond, serverCpu } = requireValid(await directOverWebSocket(load), 'sends')
  cpuUs.push((serverCpu / acksPerSecond) * 1_000_000)
  perSecond.push(acksPerSecond)
}

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0

const say = (cpuUs: number, perSecond: number): string => `${cpuUs.toFixed(1)} µs of CPU (${whole(perSecond)}/s)`
const line = ({ cpuUs, perSecond }: Contender, round: number): string =>
  say(cpuUs.at(round) ?? 0, perSecond.at(round) ?? 0)
const summary = ({ cpuUs, perSecond }: Contender): string => say(median(cpuUs), median(perSecond))
