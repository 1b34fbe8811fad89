import type { EventName, EventParams, MethodName, Params, Result, WireError } from '@parley/protocol'
import { Refusal } from './people'

interface Frame {
  readonly id?: number | null
  readonly method?: EventName
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: WireError
}

/** The connection ended before the answer came. */
export class Disconnected extends Error {
  constructor(readonly closeCode: number) {
    super(`The connection closed with ${closeCode}.`)
    this.name = 'Disconnected'
  }
}

/** A bare JSON-RPC client over WebSocket: no repeats, no reconnects. */
export class RpcSocket implements Disposable {
  private readonly waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  private lastId = 0
  /** Frames that answer no call: notifications, and errors without an id. */
  readonly others: Frame[] = []
  /** The close code, once the connection has ended. */
  readonly closed: Promise<number>

  private constructor(readonly socket: WebSocket) {
    this.closed = new Promise((resolve) => {
      socket.addEventListener('close', ({ code }) => {
        for (const { reject } of this.waiting.values()) reject(new Disconnected(code))
        this.waiting.clear()
        resolve(code)
      })
    })
    socket.addEventListener('message', ({ data }) => this.take(JSON.parse(String(data)) as Frame))
  }

  /** Connects, and opens the session when a token is given. */
  static async connect(url: string, token?: string): Promise<RpcSocket> {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`)
    await new Promise<void>((resolve, reject) => {
      socket.addEventListener('open', () => resolve())
      socket.addEventListener('close', ({ code }) => reject(new Disconnected(code)))
    })
    const rpc = new RpcSocket(socket)
    if (token !== undefined) await rpc.call('session.open', { token })
    return rpc
  }

  /** Calls a method. Throws `Refusal` or `Disconnected`. */
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    const id = ++this.lastId
    return new Promise<Result<N>>((resolve, reject) => {
      if (this.socket.readyState !== WebSocket.OPEN) return reject(new Disconnected(1006))
      this.waiting.set(id, { resolve, reject })
      this.socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  /** Sends a frame as it is. */
  raw(frame: string | Uint8Array<ArrayBuffer>): void {
    this.socket.send(frame)
  }

  /** The next frame that answers no call, waiting for it where there is none yet. */
  async other(): Promise<Frame> {
    for (;;) {
      const frame = this.others.shift()
      if (frame) return frame
      await Bun.sleep(1)
    }
  }

  /** The next event of a name. */
  async event<E extends EventName>(name: E): Promise<EventParams<E>> {
    for (;;) {
      const frame = await this.other()
      if (frame.method === name) return frame.params as EventParams<E>
    }
  }

  [Symbol.dispose](): void {
    this.socket.close()
  }

  private take(frame: Frame): void {
    const call = typeof frame.id === 'number' ? this.waiting.get(frame.id) : undefined
    if (!call || typeof frame.id !== 'number') {
      this.others.push(frame)
      return
    }
    this.waiting.delete(frame.id)
    if (frame.error) call.reject(new Refusal(frame.error))
    else call.resolve(frame.result as never)
  }
}
