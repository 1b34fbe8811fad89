import type { Socket, SocketEvents, Transport } from '@parley/sdk/api'
import type { Peer } from '@parley/server/src/gateway/peer'
import type { FakeClock } from '@parley/server/src/testing/fake-clock'
import type { Random } from '@parley/server/src/testing/random'
import { Exchanges } from './exchanges'
import type { Listener, ServerEnd } from './listener'

/** Probabilities of the events that may happen to each frame. */
export interface Weather {
  /** Frames vanish, arrive twice, or overtake each other, while the connection stays. No real network is this bad. */
  readonly lose: number
  readonly duplicate: number
  readonly reorder: number
  /** The connection breaks, and each side notices after a while. */
  readonly cut: number
  /** The connection goes silent in one direction or both, and neither side is notified. */
  readonly halfOpen: number
  /** A frame (and all frames after it) takes up to `slowMs`. */
  readonly slow: number
}

export const calm: Weather = { lose: 0, duplicate: 0, reorder: 0, cut: 0, halfOpen: 0, slow: 0 }

const usualMs = { low: 1, high: 40 }
const slowMs = { low: 500, high: 20_000 }
const noticeMs = { low: 0, high: 3_000 }

/** One direction of a connection. Frames arrive in order, unless the weather says otherwise. */
class Lane {
  private lastAtMs = 0
  private pending = 0
  /** True when it is silent: sent frames never arrive. */
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

/** One connection between a client and its server. */
class Link implements Socket {
  private readonly up: Lane
  private readonly down: Lane
  private end: ServerEnd | undefined
  private clientClosed = false
  private serverClosed = false

  constructor(
    private readonly network: Network,
    private readonly events: SocketEvents,
    readonly origin: Origin,
  ) {
    this.up = new Lane(network, (frame) => this.end && !this.serverClosed && this.end.receive(frame))
    this.down = new Lane(network, (frame) => this.clientClosed || this.events.onFrame(frame))
  }

  connect(): void {
    this.up.deliver(0, () => {
      if (!this.network.listener) return this.closeClient(1006)
      this.end = this.network.listener.accept(this.serverPeer())
      this.down.deliver(0, () => this.clientClosed || this.events.onOpen())
    })
  }

  /** Sends a frame from the client. */
  send(frame: string): void {
    if (this.clientClosed) return
    this.network.onClientFrame(frame, this.origin)
    this.network.maybeFault(this)
    this.up.send(frame)
  }

  /** Closes the connection from the client. */
  close(): void {
    this.clientClosed = true
    this.up.deliver(0, () => this.closeServer())
  }

  /** Breaks the connection. Each side notices after a delay. */
  cut(): void {
    this.up.dead = true
    this.down.dead = true
    const { random, clock } = this.network
    clock.setTimeout(() => this.closeClient(1006), random.between(noticeMs.low, noticeMs.high))
    clock.setTimeout(() => this.closeServer(), random.between(noticeMs.low, noticeMs.high))
  }

  /** Breaks the connection in one direction or both, without a notification. */
  goSilent(): void {
    const which = this.network.random.pick(['up', 'down', 'both'])
    if (which !== 'down') this.up.dead = true
    if (which !== 'up') this.down.dead = true
  }

  /** The server's process is gone. Its machine may close the connection, or the client gets no notification. */
  serverDied(): void {
    this.serverClosed = true
    this.network.links.delete(this)
    const { random, clock } = this.network
    this.up.dead = true
    // Frames in transit may still arrive.
    this.down.dead = random.chance(0.5)
    if (random.chance(0.8)) clock.setTimeout(() => this.closeClient(1006), random.between(noticeMs.low, noticeMs.high))
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
    if (this.serverClosed) return
    this.network.maybeFault(this)
    this.down.send(frame)
    this.network.onServerFrame(frame, this.origin)
  }

  private closeFromServer(code: number): void {
    this.down.deliver(0, () => this.closeClient(code))
    this.closeServer()
  }

  private closeClient(code: number): void {
    if (this.clientClosed) return
    this.clientClosed = true
    this.events.onClose(code)
  }

  private closeServer(): void {
    if (this.serverClosed) return
    this.serverClosed = true
    this.network.links.delete(this)
    this.end?.closed()
  }
}

/** Where a frame was seen. */
export interface Origin {
  readonly client: string
  /** Unique for each connection. */
  readonly connection: number
}

export interface NetworkOptions {
  readonly clock: FakeClock
  readonly random: Random
  readonly weather: Weather
  /** Called with each frame that one side has sent. */
  readonly onServerFrame?: (frame: string, from: Origin) => void
  readonly onClientFrame?: (frame: string, from: Origin) => void
}

/** The network between the clients and at most one server. */
export class Network {
  readonly clock: FakeClock
  readonly random: Random
  readonly onServerFrame: (frame: string, from: Origin) => void
  readonly onClientFrame: (frame: string, from: Origin) => void
  private connections = 0
  readonly links = new Set<Link>()
  readonly exchanges = new Exchanges(this)
  weather: Weather
  /** Undefined while no server runs. Connections are then refused. */
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

  /** Breaks every connection, or those of one client. */
  cut(client?: string): void {
    for (const link of [...this.links]) if (client === undefined || link.origin.client === client) link.cut()
  }

  /** The server's process is gone. */
  serverDied(): void {
    this.listener = undefined
    for (const link of [...this.links]) link.serverDied()
    this.exchanges.serverDied()
  }

  /** The delay of the next frame. */
  delay(): number {
    const { low, high } = this.random.chance(this.weather.slow) ? slowMs : usualMs
    return this.random.between(low, high)
  }

  /** Damages the connection at random when a frame is sent. */
  maybeFault(link: Link): void {
    if (this.random.chance(this.weather.cut)) link.cut()
    else if (this.random.chance(this.weather.halfOpen)) link.goSilent()
  }
}
