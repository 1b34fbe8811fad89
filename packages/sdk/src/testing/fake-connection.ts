import type { MethodName, UserId } from '@parley/protocol'
import type { Socket, SocketEvents } from '../api'

/** The part of a server that a connection needs. */
export interface ConnectedServer {
  readonly connections: Set<FakeConnection>
  /** Answers that are held back. */
  readonly held: (() => void)[]
  handle(user: UserId, call: { method: MethodName; params: unknown }): { answer?: object; hold?: boolean }
}

/** One connection: frames cross it in microtasks, in order. `mute` makes it half-open. */
export class FakeConnection implements Socket {
  /** Known from `session.open` on. */
  user: UserId | undefined
  /** Drops everything, without notice to either side. */
  muted = false
  #ended = false
  readonly #server: ConnectedServer
  readonly #person: UserId
  readonly #events: SocketEvents

  constructor(server: ConnectedServer, { user, events }: { user: UserId; events: SocketEvents }) {
    this.#server = server
    this.#person = user
    this.#events = events
    queueMicrotask(() => events.onOpen())
  }

  send(frame: string): void {
    queueMicrotask(() => {
      if (this.muted || this.#ended) return
      const call = JSON.parse(frame) as { id: number; method: MethodName; params: unknown }
      if (call.method === 'session.open') this.user = this.#person
      const { answer, hold } = this.#server.handle(this.#person, call)
      const send = () => this.push({ id: call.id, ...answer })
      if (hold === true) this.#server.held.push(send)
      else if (answer !== undefined) send()
    })
  }

  push(frame: object): void {
    const text = JSON.stringify(frame)
    queueMicrotask(() => {
      if (!this.muted && !this.#ended) this.#events.onFrame(text)
    })
  }

  close(): void {
    this.end(1000)
  }

  end(code: number): void {
    if (this.#ended) return
    this.#ended = true
    this.#server.connections.delete(this)
    this.#events.onClose(code)
  }
}
