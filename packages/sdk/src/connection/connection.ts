import type { EventName, MethodName, Params, Result } from '@parley/protocol'
import { closeCodes } from '@parley/protocol/close-codes'
import type { RandomBytes } from '@parley/protocol/ids'
import { limits } from '@parley/protocol/limits'
import type { ClientOptions, Clock, ConnectionPhase, ConnectionState, Socket, Transport } from '../api'
import { backoffMs } from '../lib/backoff'
import { asParleyError, noResponseError } from '../lib/error'
import type { Environment, EnvironmentEvent } from './environment'
import { Heartbeat } from './heartbeat'
import { Rpc } from './rpc'

/** How long a call waits for its answer, unless it says otherwise. */
const callMs = 15_000

/** The pause after the server refused too much from here. */
const refusedMs = 10_000

type Ended = NonNullable<ConnectionState['ended']>

/** The meaning of close codes that forbid a reconnect; any other of them ends the session. */
const endings: ReadonlyMap<number, Ended> = new Map([
  [closeCodes.accountDisabled, 'account_disabled'],
  [closeCodes.tooManyConnections, 'too_many_connections'],
])

export type OpenedSession = Result<'session.open'>

export interface ConnectionOptions {
  readonly transport: Transport
  readonly clock: Clock
  readonly random: RandomBytes
  readonly environment: Pick<Environment, 'online' | 'listen'>
  readonly token: string
  readonly debug?: ClientOptions['debug']
  /** The session is open on a new connection. */
  readonly onOpened: (opened: OpenedSession) => void
  readonly onEvent: (name: EventName, params: unknown) => void
  /** The connection is gone; it comes back by itself unless the state says `ended`. */
  readonly onDown: () => void
  readonly onState: () => void
}

/** One attempt, from `connect` to its close. */
interface Attempt {
  socket?: Socket
  readonly rpc: Rpc
  readonly heartbeat: Heartbeat
  opened: boolean
  /** Events that came before the answer to `session.open`: only that says which life of the database they are about. */
  readonly early: [EventName, unknown][]
}

/** Keeps one connection with an open session: connects, opens, pings, and comes back after a break. */
export class Connection {
  #state: ConnectionState
  #attempt: Attempt | undefined
  #failures = 0
  #timer: unknown
  /** The server named the earliest time to come back. */
  #notBeforeMs = 0
  #unlisten: (() => void) | undefined
  readonly #options: ConnectionOptions

  constructor(options: ConnectionOptions) {
    this.#options = options
    this.#state = { phase: 'idle', sinceMs: options.clock.now(), offline: !options.environment.online() }
  }

  get state(): ConnectionState {
    return this.#state
  }

  /** Calls can be made. */
  get isOpen(): boolean {
    return this.#attempt?.opened === true
  }

  start(): void {
    if (this.#state.phase !== 'idle') return
    this.#unlisten = this.#options.environment.listen((what) => this.#onEnvironmentEvent(what))
    this.#connect()
  }

  stop(): void {
    this.#unlisten?.()
    this.#options.clock.clearTimeout(this.#timer)
    this.#drop()
    if (this.#state.phase !== 'ended') this.#enter('idle')
  }

  /** The session ended elsewhere on this device: nothing comes back. */
  end(): void {
    if (this.#state.phase !== 'ended') this.#finish('session_ended')
  }

  /** @throws ParleyError, `unanswered` when there is no connection, or no answer in time */
  call<N extends MethodName>(method: N, params: Params<N>, timeoutMs: number = callMs): Promise<Result<N>> {
    if (this.#attempt?.opened !== true) return Promise.reject(noResponseError())
    return this.#attempt.rpc.call(method, params, timeoutMs)
  }

  /** Everything missed is applied: from here on pushes keep it so. */
  caughtUp(): void {
    this.#failures = 0
    if (this.#state.phase === 'syncing') this.#enter('live')
  }

  /** Ends this connection and connects again, as after a break. */
  reconnect(): void {
    if (this.#attempt !== undefined) this.#closed(this.#attempt, 1006)
  }

  #connect(): void {
    const { transport, clock, random } = this.#options
    clock.clearTimeout(this.#timer)
    this.#enter('connecting')
    const rpc = new Rpc({
      clock,
      send: (frame) => attempt.socket?.send(frame),
      onEvent: (name, params) => this.#event(attempt, name, params),
    })
    const heartbeat = new Heartbeat({
      clock,
      random,
      ping: (timeoutMs) => rpc.call('session.ping', {}, timeoutMs),
      onDead: () => this.#closed(attempt, 1006),
    })
    const attempt: Attempt = { rpc, heartbeat, opened: false, early: [] }
    this.#attempt = attempt
    this.#timer = clock.setTimeout(() => this.#closed(attempt, 1006), limits.sessionOpenMs)
    attempt.socket = transport.connect({
      onOpen: () => void this.#openSession(attempt),
      onFrame: (frame) => {
        if (this.#attempt === attempt) rpc.receive(frame)
      },
      onClose: (code) => this.#closed(attempt, code),
    })
  }

  async #openSession(attempt: Attempt): Promise<void> {
    try {
      const opened = await attempt.rpc.call('session.open', { token: this.#options.token }, limits.sessionOpenMs)
      if (this.#attempt !== attempt) return
      this.#options.clock.clearTimeout(this.#timer)
      attempt.opened = true
      attempt.heartbeat.start(opened.heartbeatMs)
      this.#enter('syncing')
      this.#options.onOpened(opened)
      for (const [name, params] of attempt.early) this.#options.onEvent(name, params)
    } catch (thrown) {
      if (this.#attempt !== attempt) return
      const { code } = asParleyError(thrown)
      if (code === 'unauthenticated' || code === 'account_disabled') this.#finish(code)
      else this.#closed(attempt, 1006)
    }
  }

  #event(attempt: Attempt, name: EventName, params: unknown): void {
    if (name === 'session.closing') this.#closing(attempt, (params as { delayMs: number }).delayMs)
    if (attempt.opened) this.#options.onEvent(name, params)
    else attempt.early.push([name, params])
  }

  /** The server stops soon: come back after the delay, which is random for each client. */
  #closing(attempt: Attempt, delayMs: number): void {
    this.#notBeforeMs = this.#options.clock.now() + delayMs
    this.#options.clock.setTimeout(() => this.#closed(attempt, closeCodes.draining), delayMs)
  }

  #closed(attempt: Attempt, code: number): void {
    if (this.#attempt !== attempt) return
    if (code >= 4500 && code <= 4999) {
      this.#finish(endings.get(code) ?? 'session_ended')
      return
    }
    if (code === closeCodes.rateLimited) this.#notBeforeMs = this.#options.clock.now() + refusedMs
    this.#drop()
    const { clock, random } = this.#options
    const waitMs = Math.max(backoffMs(this.#failures, random), this.#notBeforeMs - clock.now())
    this.#failures++
    this.#options.debug?.({ type: 'broken', code, waitMs })
    this.#enter('waiting')
    this.#timer = clock.setTimeout(() => this.#connect(), waitMs)
  }

  #finish(ended: Ended): void {
    this.#options.clock.clearTimeout(this.#timer)
    this.#drop()
    this.#state = { ...this.#state, phase: 'ended', ended }
    this.#options.onState()
  }

  /** Ends the attempt without coming back. */
  #drop(): void {
    const attempt = this.#attempt
    if (attempt === undefined) return
    this.#attempt = undefined
    this.#options.clock.clearTimeout(this.#timer)
    attempt.heartbeat.stop()
    attempt.socket?.close()
    attempt.rpc.end()
    this.#options.onDown()
  }

  #onEnvironmentEvent(what: EnvironmentEvent): void {
    if (what === 'leaving') return
    const offline = what === 'offline' || !this.#options.environment.online()
    if (offline !== this.#state.offline) {
      this.#state = { ...this.#state, offline }
      this.#options.onState()
    }
    // Calls on a lost network get no response. Attempts continue, because a server on this machine needs no network.
    if (what === 'offline') this.reconnect()
    else if (this.#state.phase === 'waiting' && this.#notBeforeMs <= this.#options.clock.now()) this.#connect()
    else this.#attempt?.heartbeat.probe()
  }

  #enter(phase: ConnectionPhase): void {
    const wasLive = this.#state.phase === 'live'
    const sinceMs = wasLive || phase === 'live' ? this.#options.clock.now() : this.#state.sinceMs
    this.#state = { phase, sinceMs, offline: this.#state.offline }
    this.#options.onState()
  }
}
