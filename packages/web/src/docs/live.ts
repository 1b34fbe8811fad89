import type { WireError } from '@parley/protocol/errors'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

/** One line of the log: a frame of the connection, or a change of the connection itself. */
export interface LogLine {
  readonly number: number
  /** Epoch milliseconds. */
  readonly at: number
  readonly kind: 'sent' | 'answer' | 'event' | 'opened' | 'closed'
  /** The method or event, or the code of a close. */
  readonly name: string
  readonly frame?: unknown
}

interface Live {
  readonly phase: 'closed' | 'opening' | 'open'
  readonly lines: readonly LogLine[]
}

export interface SocketAnswer {
  readonly result?: unknown
  readonly error?: WireError
}

interface Frame extends SocketAnswer {
  readonly id?: number
  readonly method?: string
}

/** Older lines are dropped. */
const linesKept = 200
/** Shorter than the server's heartbeat of 30 s. */
const pingMs = 20_000

const liveStore = createStore<Live>(() => ({ phase: 'closed', lines: [] }))
let numbers = 0

export const useLive = (): Live => useStore(liveStore)

const log = (line: Omit<LogLine, 'number' | 'at'>): void => {
  const { lines } = liveStore.getState()
  const added = { ...line, number: ++numbers, at: Date.now() }
  liveStore.setState({ lines: [...lines.slice(1 - linesKept), added] })
}

export const clearLog = (): void => liveStore.setState({ lines: [] })

interface Waiting {
  readonly method: string
  readonly answered: (answer: SocketAnswer) => void
  readonly failed: (error: Error) => void
}

/** A connection like that of any client. It logs each frame except heartbeats. */
class Connection {
  readonly #waiting = new Map<number, Waiting>()
  readonly #socket: WebSocket
  readonly #pings: ReturnType<typeof setInterval>
  #calls = 0
  readonly ready: Promise<void>

  constructor(url: string, onClose: () => void) {
    this.#socket = new WebSocket(url)
    this.#pings = setInterval(() => this.#ping(), pingMs)
    this.ready = new Promise((resolve, reject) => {
      this.#socket.addEventListener('open', () => resolve())
      this.#socket.addEventListener('close', () => reject(new Error('The connection was closed.')))
    })
    this.#socket.addEventListener('message', ({ data }) => this.#hear(JSON.parse(String(data)) as Frame))
    this.#socket.addEventListener('close', ({ code }) => {
      this.#end(code)
      onClose()
    })
  }

  /** Sends a call and waits for its response. Throws if the connection ends before. */
  call(method: string, params: unknown): Promise<SocketAnswer> {
    const frame = { jsonrpc: '2.0', id: ++this.#calls, method, params }
    log({ kind: 'sent', name: method, frame })
    this.#socket.send(JSON.stringify(frame))
    return new Promise((answered, failed) => this.#waiting.set(frame.id, { method, answered, failed }))
  }

  close(): void {
    this.#socket.close()
  }

  #ping(): void {
    if (this.#socket.readyState === WebSocket.OPEN)
      this.#socket.send(JSON.stringify({ jsonrpc: '2.0', id: -1, method: 'session.ping', params: {} }))
  }

  #hear(frame: Frame): void {
    if (frame.method !== undefined) log({ kind: 'event', name: frame.method, frame })
    if (frame.id === undefined) return
    const waiting = this.#waiting.get(frame.id)
    if (!waiting) return
    this.#waiting.delete(frame.id)
    log({ kind: 'answer', name: waiting.method, frame })
    waiting.answered(frame)
  }

  #end(code: number): void {
    clearInterval(this.#pings)
    log({ kind: 'closed', name: String(code) })
    for (const { failed } of this.#waiting.values()) failed(new Error('The connection was closed.'))
  }
}

let current: Connection | undefined

/** Connects, and signs in with the cookie of this browser if it has one. */
export const connect = async (options: { readonly signedIn: boolean }): Promise<void> => {
  if (current) return current.ready
  liveStore.setState({ phase: 'opening' })
  const made = new Connection(`${location.origin.replace(/^http/, 'ws')}/ws`, () => {
    if (current !== made) return
    current = undefined
    liveStore.setState({ phase: 'closed' })
  })
  current = made
  await made.ready
  log({ kind: 'opened', name: '/ws' })
  if (options.signedIn) await made.call('session.open', {})
  liveStore.setState({ phase: 'open' })
}

export const disconnect = (): void => current?.close()

/** Calls over the open connection. Throws if the connection ends before the response. */
export const callOverSocket = (method: string, params: unknown): Promise<SocketAnswer> =>
  current ? current.call(method, params) : Promise.reject(new Error('There is no connection.'))
