import type { Socket, SocketEvents, Transport } from '@parley/sdk/api'
import type { Peer } from '@parley/server/src/gateway/peer'
import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import { Exchanges } from './exchanges'
import type { Listener, ServerEnd } from './listener'

/** What may happen to each frame, as probabilities. */
export interface Weather {
  /** Frames vanish, come twice, or overtake each other, while the connection stays: worse than any real network. */
  readonly lose: number
  readonly duplicate: number
  readonly reorder: number
  /** The connection breaks, and each side learns of it after a while. */
  readonly cut: number
  /** The connection goes silent in one direction or both, and nobody is told. */
  readonly halfOpen: number
  /** A frame (and all behind it) takes up to `slowMs`. */
  readonly slow: number
}

export const calm: Weather = { lose: 0, duplicate: 0, reorder: 0, cut: 0, halfOpen: 0, slow: 0 }

const usualMs = { low: 1, high: 40 }
const slowMs = { low: 500, high: 20_000 }
const noticeMs = { low: 0, high: 3_000 }

/** One direction of a connection: frames arrive in order, unless the weather says otherwise. */
class Lane {
  private lastAtMs = 0
  private pending = 0
  /** Silent: what is sent goes nowhere. */
  dead = false

  constructor(
    private readonly network: Network,
    private readonly arrive: (frame: string) => void,
  ) {}

  get bufferedBytes(): number {
    return this.pending
  }

  send(frame: string): void {
    const { random, weather } = this.network
    if (this.dead || random.chance(weather.lose)) return
    this.deliver(frame.length, () => this.arrive(frame))
    if (random.chance(weather.duplicate)) this.deliver(frame.length, () => this.arrive(frame))
  }

  /** Runs `then` when everything sent before has arrived. */
  deliver(bytes: number, then: () => void): void {
    const { random, weather, clock } = this.network
    const atMs = clock.now() + this.network.delay()
    const overtakes = random.chance(weather.reorder)
    const arrivesMs = overtakes ? atMs : Math.max(atMs, this.lastAtMs)
    if (!overtakes) this.lastAtMs = arrivesMs
    this.pending += bytes
    clock.setTimeout(() => {
      this.pending -= bytes
      if (!this.dead) then()
    }, arrivesMs - clock.now())
  }
}

/** One connection between a client and the server that it reached. */
class Link implements Socket {
  private readonly up: Lane
  private readonly down: Lane
  private end: ServerEnd | undefined
  private clientTold = false
  private serverTold = false

  constructor(
    private readonly network: Network,
    private readonly events: SocketEvents,
    readonly origin: Origin,
  ) {
    this.up = new Lane(network, (frame) => this.end && !this.serverTold && this.end.receive(frame))
    this.down = new Lane(network, (frame) => this.clientTold || this.events.onFrame(frame))
  }

  connect(): void {
    this.up.deliver(0, () => {
      if (!this.network.listener) return this.tellClient(1006)
      this.end = this.network.listener.accept(this.serverPeer())
      this.down.deliver(0, () => this.clientTold || this.events.onOpen())
    })
  }

  /** From the client. */
  send(frame: string): void {
    if (this.clientTold) return
    this.network.onClientFrame(frame, this.origin)
    this.network.mishap(this)
    this.up.send(frame)
  }

  /** From the client. */
  close(): void {
    this.clientTold = true
    this.up.deliver(0, () => this.tellServer())
  }

  /** The connection is broken: both sides learn of it, each in its time. */
  cut(): void {
    this.up.dead = true
    this.down.dead = true
    const { random, clock } = this.network
    clock.setTimeout(() => this.tellClient(1006), random.between(noticeMs.low, noticeMs.high))
    clock.setTimeout(() => this.tellServer(), random.between(noticeMs.low, noticeMs.high))
  }

  /** The connection is broken in one direction or both, and nobody learns of it. */
  goSilent(): void {
    const which = this.network.random.pick(['up', 'down', 'both'])
    if (which !== 'down') this.up.dead = true
    if (which !== 'up') this.down.dead = true
  }

  /** The server's process is gone: its machine may still say so, or nothing says anything. */
  serverDied(): void {
    this.serverTold = true
    this.network.links.delete(this)
    const { random, clock } = this.network
    this.up.dead = true
    // What is on its way may still arrive.
    this.down.dead = random.chance(0.5)
    if (random.chance(0.8)) clock.setTimeout(() => this.tellClient(1006), random.between(noticeMs.low, noticeMs.high))
  }

  private serverPeer(): Peer {
    return {
      send: (frame) => this.sendDown(frame),
      sendAll: (frames) => {
        for (const frame of frames) this.sendDown(frame)
      },
      close: (code) => this.closeFromServer(code),
      terminate: () => this.closeFromServer(1006),
      bufferedBytes: () => this.down.bufferedBytes,
    }
  }

  private sendDown(frame: string): void {
    if (this.serverTold) return
    this.network.mishap(this)
    this.down.send(frame)
    this.network.onServerFrame(frame, this.origin)
  }

  private closeFromServer(code: number): void {
    this.down.deliver(0, () => this.tellClient(code))
    this.tellServer()
  }

  private tellClient(code: number): void {
    if (this.clientTold) return
    this.clientTold = true
    this.events.onClose(code)
  }

  private tellServer(): void {
    if (this.serverTold) return
    this.serverTold = true
    this.network.links.delete(this)
    this.end?.closed()
  }
}

/** Where a frame was seen. */
export interface Origin {
  readonly client: string
  /** Differs for each connection. */
  readonly connection: number
}

export interface NetworkOptions {
  readonly clock: FakeClock
  readonly random: Random
  readonly weather: Weather
  /** See each frame that one side has handed over. */
  readonly onServerFrame?: (frame: string, from: Origin) => void
  readonly onClientFrame?: (frame: string, from: Origin) => void
}

/** Everything between the clients and the one server that listens, or none. */
export class Network {
  readonly clock: FakeClock
  readonly random: Random
  readonly onServerFrame: (frame: string, from: Origin) => void
  readonly onClientFrame: (frame: string, from: Origin) => void
  private connections = 0
  readonly links = new Set<Link>()
  readonly exchanges = new Exchanges(this)
  weather: Weather
  /** Undefined while no server runs: connections are refused. */
  listener: Listener | undefined

  constructor(options: NetworkOptions) {
    this.clock = options.clock
    this.random = options.random
    this.weather = options.weather
    this.onServerFrame = options.onServerFrame ?? (() => {})
    this.onClientFrame = options.onClientFrame ?? (() => {})
  }

  /** How one client reaches the server. */
  transport(client: string): Transport {
    return {
      connect: (events) => {
        const link = new Link(this, events, { client, connection: ++this.connections })
        this.links.add(link)
        link.connect()
        return link
      },
    }
  }

  /** Every connection breaks, or those of one client. */
  cut(client?: string): void {
    for (const link of [...this.links]) if (client === undefined || link.origin.client === client) link.cut()
  }

  /** The server's process is gone. */
  serverDied(): void {
    this.listener = undefined
    for (const link of [...this.links]) link.serverDied()
    this.exchanges.serverDied()
  }

  /** What somebody's next frame takes. */
  delay(): number {
    const { low, high } = this.random.chance(this.weather.slow) ? slowMs : usualMs
    return this.random.between(low, high)
  }

  /** What a frame's sending may do to its connection. */
  mishap(link: Link): void {
    if (this.random.chance(this.weather.cut)) link.cut()
    else if (this.random.chance(this.weather.halfOpen)) link.goSilent()
  }
}
