import { Latencies } from '../lib/latencies'
import type { CpuOf } from '../lib/process-stats'
import { eachOf, sleep } from '../lib/wait'
import type { Address } from '../wire/address'
import { HttpConnection } from '../wire/http-connection'
import { SendTemplate } from '../wire/send-template'
import { closeAll, emptyCounts, type Pair } from './direct-ws'
import { type Counts, connect, Receiver } from './member'
import { type Measured, measureWindow, type Span } from './window'

/** A pair whose sender uses HTTP. The peer still receives on a WebSocket. */
export interface HttpPair extends Pair {
  post: Address
}

export interface HttpLoad extends Span {
  pairs: readonly HttpPair[]
  /** Connections of each sender, each with one pending request. */
  inFlight: number
  textBytes: number
  cpu: CpuOf
}

/** Every sender keeps `inFlight` connections busy. Deliveries are counted at the peers' WebSockets. */
export const directOverHttp = async (load: HttpLoad): Promise<Measured> => {
  const counts = emptyCounts()
  const acks = new Latencies()
  const peers = await eachOf(load.pairs, 32, async (pair) => {
    const receiver = new Receiver(counts, pair.chatId)
    return { receiver, peer: await connect(pair.peer, receiver) }
  })
  const lines = load.pairs.flatMap((pair) => Array.from({ length: load.inFlight }, () => pair))
  const posters = await eachOf(lines, 32, (pair) => Poster.open(pair, { load, counts, acks }))
  for (const poster of posters) poster.next()
  const measured = await measureWindow({ counts, acks, cpu: load.cpu }, load)
  for (const poster of posters) poster.stop()
  await sleep(300)
  for (const poster of posters) poster.close()
  closeAll(peers)
  return measured
}

/** A connection that posts the next message as soon as it receives a response. */
class Poster {
  #sentAt = 0
  #running = true
  #connection: HttpConnection | undefined
  readonly #template: SendTemplate

  private constructor(
    pair: HttpPair,
    private readonly run: { load: HttpLoad; counts: Counts; acks: Latencies },
  ) {
    this.#template = SendTemplate.request({ chatId: pair.chatId, textBytes: run.load.textBytes }, pair.post)
  }

  static async open(pair: HttpPair, run: { load: HttpLoad; counts: Counts; acks: Latencies }): Promise<Poster> {
    const poster = new Poster(pair, run)
    poster.#connection = await HttpConnection.open(pair.post, (failed) => poster.#answered(failed))
    return poster
  }

  next(): void {
    this.#sentAt = performance.now()
    this.#connection?.send(this.#template.next(1))
  }

  stop(): void {
    this.#running = false
  }

  close(): void {
    this.#connection?.close()
  }

  #answered(failed: boolean): void {
    const { counts, acks } = this.run
    if (failed) counts.failures++
    else {
      counts.acks++
      acks.add(performance.now() - this.#sentAt)
    }
    if (this.#running) this.next()
  }
}
