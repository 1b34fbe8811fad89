import { type CloseReason, limits, type RandomBytes } from '@parley/protocol'
import type { Calls } from '../dispatch/dispatch'
import type { Refusals } from '../dispatch/refusals'
import { type Caller, SignedIn } from '../lib/caller'
import { type Clock, every } from '../lib/clock'
import { fail } from '../lib/fail'
import type { Logger } from '../lib/logger'
import type { Counter, Metrics } from '../lib/metrics'
import { notification } from '../lib/notification'
import { createRequestIds } from '../lib/request-ids'
import type { Presence } from '../presence/presence'
import type { Sessions } from '../sessions/sessions'
import { type Arrival, Connection, type Hub } from './connection'
import { ConnectionLog } from './connection-log'
import type { SharedBound } from './shared-bound'
import { SignIns, type SignInsOptions } from './sign-ins'
import { Strangers } from './strangers'
import type { Subscriber } from './subscriber'
import type { Topics } from './topics'

export interface GatewayOptions extends SignInsOptions {
  readonly calls: Calls
  readonly sessions: Sessions
  readonly presence: Presence
  readonly topics: Topics
  /** Bounds the connections of an account to all nodes; undefined for a single node. */
  readonly sharedBound: Pick<SharedBound, 'moved'> | undefined
  readonly refusals: Refusals
  readonly metrics: Metrics
  /** Whether the number of connections without a session is bounded. */
  readonly boundsStrangers: boolean
  readonly clock: Clock
  readonly logger: Logger
  readonly random?: RandomBytes
}

/** A connection that doesn't read is closed once this much waits for it; Bun itself closes at 1 MiB. */
const SLOW_BYTES = 512 * 1024
const SWEEP_MS = 1_000
/** A client that was silent for this long is gone: two pings and time in transit. */
const SILENT_MS = 2 * limits.heartbeatMs + 15_000
/** Draining clients reconnect spread over this time. */
const DRAIN_SPREAD_MS = 5_000

/** All connections of this node, over any transport. */
export class Gateway {
  private readonly connections = new Set<Connection>()
  private readonly strangers: Strangers<Connection>
  private readonly closed: Counter
  private readonly signIns: SignIns
  private readonly log: ConnectionLog
  private stopSweep: (() => void) | undefined
  private movements = 0

  private readonly hub: Hub

  constructor(private readonly options: GatewayOptions) {
    const { calls, topics, refusals, metrics, boundsStrangers, clock } = options
    const unbounded = Number.POSITIVE_INFINITY
    this.signIns = new SignIns(options)
    this.log = new ConnectionLog(options)
    this.strangers = new Strangers({
      perAddress: boundsStrangers ? limits.strangersPerAddress : unbounded,
      inAll: boundsStrangers ? limits.strangers : unbounded,
    })
    this.closed = metrics.counter({
      name: 'parley_connections_closed_total',
      help: 'Connections that the server closed, by reason; `dropped` ones made room for others.',
      labels: ['reason'],
    })
    this.hub = {
      calls,
      topics,
      refusals,
      clock,
      newRequestId: createRequestIds(),
      countOpening: (userId) => this.signIns.countSession(userId),
      signIn: (connection, arrival) => this.signIn(connection, arrival),
      onClosed: (connection, reason) => this.forget(connection, reason),
    }
  }

  /** Number of connections and disconnections so far. */
  get moved(): number {
    return this.movements
  }

  get count(): number {
    return this.connections.size
  }

  /** Connections without a session. */
  get strangerCount(): number {
    return this.strangers.count
  }

  /** All connections; those that open or close during the iteration may be missing. */
  all(): Iterable<Subscriber> {
    return this.connections
  }

  start(): void {
    this.stopSweep = every(this.options.clock, SWEEP_MS, () => this.sweep())
  }

  /** Makes room for a connection from an address; false when there is none. */
  makeRoom(address: string): boolean {
    return this.strangers.makeRoom(address)
  }

  /** Accepts a new connection. */
  accept(arrival: Arrival): Connection {
    const connection = new Connection(this.hub, arrival)
    this.connections.add(connection)
    this.strangers.add(connection, connection.address)
    this.movements++
    this.log.opened(connection)
    return connection
  }

  /** Sends all clients to other nodes, each at a random moment. */
  announceClosing(): void {
    for (const connection of this.connections) this.announceTo(connection)
  }

  /** Sends all clients to other nodes, each at a random moment, while the node keeps running. */
  drain(): void {
    for (const connection of this.connections) {
      const delayMs = this.announceTo(connection)
      this.options.clock.setTimeout(() => connection.close('draining'), delayMs)
    }
  }

  private announceTo(connection: Connection): number {
    const delayMs = Math.floor(this.chance() * DRAIN_SPREAD_MS)
    connection.push(notification('session.closing', { delayMs }))
    return delayMs
  }

  /** Closes every connection. */
  stop(): void {
    this.stopSweep?.()
    for (const connection of [...this.connections]) connection.close('draining')
  }

  /** Accepted calls without a response yet. */
  get inFlight(): number {
    let calls = 0
    for (const connection of this.connections) calls += connection.inFlight
    return calls
  }

  private chance(): number {
    const byte = new Uint8Array(2)
    if (this.options.random) this.options.random(byte)
    else crypto.getRandomValues(byte)
    return ((byte[0] ?? 0) * 256 + (byte[1] ?? 0)) / 65_536
  }

  /**
   * Pushes are live when this resolves. The connection is registered before its chats are read, and chats left
   * meanwhile are omitted.
   */
  private async signIn(
    connection: Connection,
    { token, from }: { token: string; from: Arrival['from'] },
  ): Promise<Caller> {
    const { sessions, sharedBound, topics, presence } = this.options
    const authenticated = await sessions.authenticate(token)
    if (!authenticated || connection.isClosed) throw fail('unauthenticated')
    const { userId, expiresAt } = authenticated
    this.signIns.countSession(userId)
    const caller = new SignedIn(from, authenticated, connection)
    connection.caller = caller
    connection.sessionEndsAt = expiresAt
    this.strangers.remove(connection, connection.address)
    topics.add(connection, userId)
    topics.surplus(userId, limits.connectionsPerAccount)?.close('tooManyConnections')
    sharedBound?.moved(userId)
    const arrived = presence.arrived(userId)
    await Promise.all([this.signIns.subscribeChats(connection, authenticated), arrived]).catch((error: unknown) => {
      // A partly subscribed connection would miss events unnoticed.
      connection.close('draining')
      throw error
    })
    return caller
  }

  private forget(connection: Connection, reason: CloseReason | 'dropped' | undefined): void {
    this.connections.delete(connection)
    this.strangers.remove(connection, connection.address)
    this.movements++
    if (reason) this.closed.inc([reason])
    this.log.closed(connection, reason)
    const { caller } = connection
    if (!caller) return
    this.options.topics.remove(connection, caller.userId)
    this.options.sharedBound?.moved(caller.userId)
    this.options.presence.departed(connection, caller.userId)
  }

  private sweep(): void {
    const nowMs = this.options.clock.now()
    for (const connection of [...this.connections]) {
      if (connection.peer.bufferedBytes() > SLOW_BYTES) connection.close('slow')
      else if (!connection.caller && connection.openedAt + limits.sessionOpenMs < nowMs) connection.close('noSession')
      else if (connection.sessionEndsAt !== undefined && connection.sessionEndsAt <= nowMs)
        connection.close('sessionEnded')
      else if (connection.lastReceivedAt + SILENT_MS < nowMs) connection.close('slow')
    }
  }
}
