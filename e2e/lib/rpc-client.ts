import type { EventName, EventParams, MethodName, Params, Result, WireError } from '@parley/protocol'
import { eventually } from '@parley/server/src/testing/eventually'
import { Refusal } from './people'

export interface Frame {
  readonly id?: number | string | null
  readonly method?: EventName
  readonly params?: unknown
  readonly result?: unknown
  readonly error?: WireError
}

/** The connection ended before the response came. */
export class Disconnected extends Error {
  constructor(readonly closeCode: number) {
    super(`The connection closed with code ${closeCode}.`)
    this.name = 'Disconnected'
  }
}

/** A bare JSON-RPC client over any transport. It doesn't retry or reconnect. */
export abstract class RpcClient implements Disposable {
  private readonly waiting = new Map<number, { resolve: (result: never) => void; reject: (error: Error) => void }>()
  private lastId = 0
  private over = Promise.withResolvers<number>()
  /** Frames that match no call: notifications, and errors without an id. */
  readonly others: Frame[] = []
  /** The close code, once the connection has ended. */
  readonly closed: Promise<number> = this.over.promise

  /** True if a frame can be sent. */
  protected abstract readonly isOpen: boolean

  /** Sends a frame as it is. */
  abstract raw(frame: string | Uint8Array<ArrayBuffer>): void

  abstract [Symbol.dispose](): void

  /** Calls a method. Throws `Refusal` or `Disconnected`. */
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    const id = ++this.lastId
    return new Promise<Result<N>>((resolve, reject) => {
      if (!this.isOpen) return reject(new Disconnected(1006))
      this.waiting.set(id, { resolve, reject })
      this.raw(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  /** Resolves to the next frame that matches no call, now or when it arrives. */
  async other(): Promise<Frame> {
    await eventually(() => this.others.length > 0)
    return this.others.shift() ?? this.other()
  }

  /** Resolves to the next response that no call waits for. Skips events before it. */
  async answer(): Promise<Frame> {
    for (;;) {
      const frame = await this.other()
      if (frame.method === undefined) return frame
    }
  }

  /** Resolves to the next event with this name. */
  async event<E extends EventName>(name: E): Promise<EventParams<E>> {
    for (;;) {
      const frame = await this.other()
      if (frame.method === name) return frame.params as EventParams<E>
    }
  }

  /** Handles a received frame. */
  protected take(frame: Frame): void {
    const call = typeof frame.id === 'number' ? this.waiting.get(frame.id) : undefined
    if (!call || typeof frame.id !== 'number') {
      this.others.push(frame)
      return
    }
    this.waiting.delete(frame.id)
    if (frame.error) call.reject(new Refusal(frame.error))
    else call.resolve(frame.result as never)
  }

  /** Handles the end of the connection. */
  protected ended(code: number): void {
    for (const { reject } of this.waiting.values()) reject(new Disconnected(code))
    this.waiting.clear()
    this.over.resolve(code)
  }
}
