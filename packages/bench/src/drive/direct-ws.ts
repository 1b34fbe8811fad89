import type { ChatId } from '@parley/protocol/ids'
import { Latencies } from '../lib/latencies'
import type { CpuOf } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import type { WsConnection } from '../wire/ws-connection'
import { type ConnectionTarget, type Counts, connect, Receiver, Sender } from './member'
import { type Measured, measureWindow, type Span } from './window'

/** Two people and their direct chat. */
export interface Pair {
  chatId: ChatId
  sender: ConnectionTarget
  peer: ConnectionTarget
}

export interface DirectLoad extends Span {
  pairs: readonly Pair[]
  inFlight: number
  textBytes: number
  cpu: CpuOf
}

export const emptyCounts = (): Counts => ({ deliveries: 0, acks: 0, failures: 0, gaps: 0 })

/** Every sender keeps `inFlight` messages pending. Deliveries are counted at the peers only. */
export const directOverWebSocket = async (load: DirectLoad): Promise<Measured> => {
  const peers = emptyCounts()
  const senders = emptyCounts()
  const acks = new Latencies()
  const lines = await eachOf(load.pairs, 32, async (pair) => {
    const receiver = new Receiver(peers, pair.chatId)
    const peer = await connect(pair.peer, receiver)
    const sender = new Sender(senders, acks, { ...load, chatId: pair.chatId })
    return { receiver, peer, sender, connection: await connect(pair.sender, sender) }
  })
  for (const { sender, connection } of lines) sender.start(connection)
  const counts = {
    get acks() {
      return senders.acks
    },
    get deliveries() {
      return peers.deliveries
    },
    get failures() {
      return senders.failures
    },
    get gaps() {
      return senders.gaps + peers.gaps
    },
  }
  const measured = await measureWindow({ counts, acks, cpu: load.cpu }, load)
  for (const { sender } of lines) sender.stop()
  await sleep(300)
  closeAll(lines.flatMap((line) => [line, { receiver: line.sender, peer: line.connection }]))
  return measured
}

/** Closes connections without reporting that they closed. */
export const closeAll = (lines: readonly { receiver: Receiver; peer: WsConnection }[]): void => {
  for (const { receiver, peer } of lines) {
    receiver.closing = true
    peer.close()
  }
}

export interface PacedLoad extends DirectLoad {
  /** Messages sent per second by all pairs together, regardless of responses. */
  perSecond: number
}

/** Sends at a fixed rate and measures the time from the sender's write to the peer's socket. */
export const pacedDelivery = async (load: PacedLoad): Promise<{ measured: Measured; delivery: Latencies }> => {
  const counts = emptyCounts()
  const acks = new Latencies()
  const delivery = new Latencies()
  const lines = await eachOf(load.pairs, 32, async (pair) => {
    const sender = new Sender(emptyCounts(), acks, { ...load, chatId: pair.chatId })
    const receiver = new Receiver(counts, pair.chatId)
    let arrived = 0
    receiver.onRows = (rows) => {
      const now = performance.now()
      for (let i = 0; i < rows; i++) delivery.add(now - sender.sentAt(arrived++))
    }
    return {
      receiver,
      peer: await connect(pair.peer, receiver),
      sender,
      connection: await connect(pair.sender, sender),
    }
  })
  const began = performance.now()
  let sent = 0
  const clock = setInterval(() => {
    const due = Math.floor(((performance.now() - began) / 1_000) * load.perSecond)
    for (; sent < due; sent++) {
      const line = lines[sent % lines.length]
      line?.sender.push(line.connection, 1)
    }
  }, 1)
  setTimeout(() => delivery.clear(), load.warmUpMs)
  const measured = await measureWindow({ counts, acks, cpu: load.cpu }, load)
  clearInterval(clock)
  await sleep(300)
  closeAll(lines.flatMap((line) => [line, { receiver: line.sender, peer: line.connection }]))
  return { measured, delivery }
}
