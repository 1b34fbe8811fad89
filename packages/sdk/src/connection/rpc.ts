import type { EventName, MethodName, Params, Result } from '@parley/protocol'
import type { Clock } from '../api'
import { fromWire, noResponseError, type ParleyError } from '../lib/error'

interface Pending {
  resolve(result: unknown): void
  reject(error: ParleyError): void
  readonly timer: unknown
}

export interface RpcOptions {
  readonly clock: Clock
  readonly send: (frame: string) => void
  readonly onEvent: (name: EventName, params: unknown) => void
}

type Incoming = Partial<Record<'id' | 'result' | 'error' | 'method' | 'params', unknown>>

/** JSON-RPC over one connection: matches answers to calls by id and hands events on. Unknown ids are late or repeated answers. */
export class Rpc {
  #nextId = 1
  #ended = false
  readonly #pending = new Map<unknown, Pending>()
  readonly #options: RpcOptions

  constructor(options: RpcOptions) {
    this.#options = options
  }

  /** @throws ParleyError, `unavailable` and `unanswered` when no answer comes within `timeoutMs` or the connection ends */
  call<N extends MethodName>(method: N, params: Params<N>, timeoutMs: number): Promise<Result<N>> {
    if (this.#ended) return Promise.reject(noResponseError())
    const { clock, send } = this.#options
    const id = this.#nextId++
    return new Promise<Result<N>>((resolve, reject) => {
      const timer = clock.setTimeout(() => this.#settle(id)?.reject(noResponseError()), timeoutMs)
      this.#pending.set(id, { resolve: (result) => resolve(result as Result<N>), reject, timer })
      send(JSON.stringify({ jsonrpc: '2.0', id, method, params }))
    })
  }

  /** One frame of the server: a response, an event, or an array of them. Anything but JSON is ignored. */
  receive(frame: string): void {
    let parsed: unknown
    try {
      parsed = JSON.parse(frame)
    } catch {
      return
    }
    for (const item of Array.isArray(parsed) ? parsed : [parsed]) this.#receiveOne(item)
  }

  /** No more answers will come. */
  end(): void {
    this.#ended = true
    for (const id of [...this.#pending.keys()]) this.#settle(id)?.reject(noResponseError())
  }

  #receiveOne(item: Incoming | null): void {
    if (typeof item !== 'object' || item === null) return
    if (typeof item.method === 'string') this.#options.onEvent(item.method as EventName, item.params)
    else if (item.error !== undefined) this.#settle(item.id)?.reject(fromWire(item.error))
    else this.#settle(item.id)?.resolve(item.result)
  }

  #settle(id: unknown): Pending | undefined {
    const pending = this.#pending.get(id)
    if (pending === undefined) return undefined
    this.#pending.delete(id)
    this.#options.clock.clearTimeout(pending.timer)
    return pending
  }
}
