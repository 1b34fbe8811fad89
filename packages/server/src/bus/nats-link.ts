import {
  connect,
  createInbox,
  type Msg,
  type NatsConnection,
  type NodeConnectionOptions,
  type Status,
} from '@nats-io/transport-node'
import { type NatsAddress, parseNatsUrl } from './nats-address'
import { refuseOldServer, toStartError } from './nats-start-error'
import { Outflow } from './outflow'

export interface NatsLinkOptions {
  /** As `PARLEY_NATS_URL` gives it. */
  readonly url: string
  /** Shown by NATS in its list of connections. */
  readonly name: string
  /** Hears what goes wrong later; nothing that does ends the process. */
  readonly onError: (error: unknown) => void
  /** Ping interval: after two pings without a response, the node reconnects. */
  readonly pingMs?: number
  readonly random?: () => number
}

export type LinkState = 'up' | 'down'

const PING_MS = 3_000
const PINGS_UNANSWERED = 2
/**
 * The messages of one turn go out with one write up to this length. The client's own limit is a sixteenth of it: a
 * commit's deltas then took five writes, each of which also woke the readers. (The client's types omit this option.)
 */
const PENDING_BYTES = 512 * 1024
const CONNECT_MS = 5_000
const RETRY_FIRST_MS = 100
const RETRY_LONGEST_MS = 2_000
/** How long a stop waits for the last messages. */
const LAST_WORDS_MS = 1_000
/** Until a server has said what it takes. */
const USUAL_MAX_PAYLOAD = 1024 * 1024

/**
 * One connection to NATS, which several ports share. It reconnects forever, never throws while NATS is unreachable, and
 * queues nothing for later: messages that cannot go out now are dropped and counted.
 */
export class NatsLink {
  state: LinkState = 'up'
  /** Messages that did not go out. */
  dropped = 0
  private readonly watchers = new Set<(state: LinkState) => void>()
  private readonly outflow: Outflow
  private largest = USUAL_MAX_PAYLOAD
  private attempts = 0

  private constructor(
    private readonly connection: NatsConnection,
    private readonly options: NatsLinkOptions,
    retry: { attempts: () => number },
  ) {
    this.outflow = new Outflow(() => this.connection.flush())
    retry.attempts = () => this.attempts
    void this.watch().catch(options.onError)
  }

  /** @throws {NatsStartError} when no server can be used */
  static async connect(options: NatsLinkOptions): Promise<NatsLink> {
    const address = parseNatsUrl(options.url)
    const retry = { attempts: () => 0 }
    const connection = await connect(connectOptions(options, address, retry)).catch((error: unknown) => {
      throw toStartError(error, address.servers)
    })
    try {
      refuseOldServer(connection.info?.version ?? '', address.servers)
    } catch (error) {
      await connection.close()
      throw error
    }
    return new NatsLink(connection, options, retry)
  }

  /** The version of the server that is connected to. */
  get serverVersion(): string {
    return this.connection.info?.version ?? 'unknown'
  }

  /** Bytes that one message may have. */
  get maxPayload(): number {
    this.largest = this.connection.info?.max_payload ?? this.largest
    return this.largest
  }

  /** Sends what is at most `maxPayload` long; false when it was dropped. */
  publish(subject: string, payload: Uint8Array, reply?: string): boolean {
    if (this.state === 'up' && this.outflow.admits(payload.length)) {
      try {
        this.connection.publish(subject, payload, reply === undefined ? {} : { reply })
        return true
      } catch (error) {
        this.options.onError(error)
      }
    }
    this.dropped++
    return false
  }

  /** Hears a subject, again after each reconnect. Returns the way to stop. */
  subscribe(subject: string, received: (message: Msg) => void, queue?: string): () => void {
    const { onError } = this.options
    const subscription = this.connection.subscribe(subject, {
      ...(queue === undefined ? {} : { queue }),
      // Whatever left this callback would end the reading of the connection.
      callback: (refused, message) => {
        try {
          if (refused) onError(refused)
          else received(message)
        } catch (error) {
          onError(error)
        }
      },
    })
    return () => subscription.unsubscribe()
  }

  /** A subject without other subscribers. */
  newInbox(): string {
    return createInbox()
  }

  /** Resolves once the server has everything said so far: false when the connection was lost before. */
  async settled(): Promise<boolean> {
    if (this.state === 'down') return false
    return this.connection.flush().then(
      () => true,
      () => false,
    )
  }

  /** Receives losses and returns of the connection. */
  onChange(watcher: (state: LinkState) => void): () => void {
    this.watchers.add(watcher)
    return () => this.watchers.delete(watcher)
  }

  /** Says what is still to be said, and closes. */
  async stop(): Promise<void> {
    this.watchers.clear()
    await Promise.race([this.settled(), Bun.sleep(LAST_WORDS_MS)])
    this.state = 'down'
    await this.connection.close()
  }

  private async watch(): Promise<void> {
    for await (const status of this.connection.status()) this.note(status)
  }

  private note(status: Status): void {
    switch (status.type) {
      case 'staleConnection':
        this.change('down')
        this.cutSocket()
        break
      case 'disconnect':
        this.change('down')
        break
      case 'reconnecting':
        this.attempts++
        break
      case 'reconnect':
        this.attempts = 0
        this.change('up')
        break
      case 'error':
        this.options.onError(status.error)
    }
  }

  private change(state: LinkState): void {
    if (this.state === state) return
    this.state = state
    this.outflow.reset()
    for (const watcher of this.watchers) watcher(state)
  }

  /**
   * The library closes a stale connection only when the socket has taken its last bytes, which may never happen for a
   * lost one. There is no public access to the socket.
   */
  private cutSocket(): void {
    const { protocol } = this.connection as { protocol?: { transport?: { socket?: { destroy?(): void } } } }
    protocol?.transport?.socket?.destroy?.()
  }
}

/** Options of the library, with the one that its types omit. */
type ConnectOptions = NodeConnectionOptions & { readonly pendingLimit: number }

const connectOptions = (
  { name, pingMs = PING_MS, random = Math.random }: NatsLinkOptions,
  { servers, access }: NatsAddress,
  retry: { attempts: () => number },
): ConnectOptions => ({
  name,
  servers: [...servers],
  ...access,
  noEcho: true,
  pendingLimit: PENDING_BYTES,
  timeout: CONNECT_MS,
  pingInterval: pingMs,
  maxPingOut: PINGS_UNANSWERED,
  maxReconnectAttempts: -1,
  // A server that starts with other passwords, or with none yet, is asked again like one that is away.
  ignoreAuthErrorAbort: true,
  reconnectDelayHandler: () => {
    const longest = Math.min(RETRY_LONGEST_MS, RETRY_FIRST_MS * 2 ** Math.min(10, retry.attempts()))
    return longest / 2 + (random() * longest) / 2
  },
})
