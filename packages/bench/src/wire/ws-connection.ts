import type { MethodName, Params, Result } from '@parley/protocol'
import type { Socket } from 'bun'
import type { Address } from './address'
import { clientFrame, FrameReader, opcode } from './frame'
import { type Range, Scanner } from './scan'
import { firstTemplateId } from './send-template'

/** The callbacks of a sender or receiver. All are optional and called synchronously. */
export interface Listener {
  /** Rows of a chat changed in (from, rev]. The bytes are valid only during the call. */
  delta?(revs: { from: number; rev: number }, bytes: Buffer, range: Range): void
  /** The response to the call with this id has arrived. */
  answer?(id: number, failed: boolean, frame: { bytes: Buffer; range: Range }): void
  closed?(reason: string): void
}

interface Pending {
  resolve(result: unknown): void
  reject(error: Error): void
}

const upgradeKey = 'cGFybGV5LWxvYWQtdG9vbA=='
const headEnd = Buffer.from('\r\n\r\n')
/** One scanner for all connections: the deltas of a run have the same layout, so the remembered offset stays right. */
const scanner = new Scanner()

/**
 * A WebSocket client over a bare TCP socket. It costs hundreds of bytes per connection, and a microsecond or two per
 * frame.
 */
export class WsConnection {
  #socket: Socket<WsConnection> | undefined
  #reader: FrameReader | undefined
  #head: Buffer | undefined
  #unsent: Buffer | undefined
  #pending: Map<number, Pending> | undefined
  #nextId = 1
  #opened: Pending | undefined
  #closeReason = ''
  #ended: Error | undefined

  private constructor(private readonly listener: Listener) {}

  /** Connects and upgrades. Throws when the server refuses. */
  static open(address: Address, listener: Listener): Promise<WsConnection> {
    const connection = new WsConnection(listener)
    return new Promise((resolve, reject) => {
      connection.#opened = { resolve: () => resolve(connection), reject }
      Bun.connect({ hostname: address.host, port: address.port, data: connection, socket: handlers }).then(
        (socket) => connection.#upgrade(socket, address),
        reject,
      )
    })
  }

  /** Writes encoded frames. */
  send(frames: Buffer): void {
    if (this.#unsent !== undefined) {
      this.#unsent = Buffer.concat([this.#unsent, frames])
      return
    }
    const written = this.#socket?.write(frames) ?? 0
    if (written >= 0 && written < frames.length) this.#unsent = Buffer.from(frames.subarray(written))
  }

  /** Calls a method and parses its response. Throws the error that the server returns. */
  call<N extends MethodName>(method: N, params: Params<N>): Promise<Result<N>> {
    if (this.#ended) return Promise.reject(this.#ended)
    const id = this.#nextId++
    this.#pending ??= new Map()
    const pending = this.#pending
    return new Promise((resolve, reject) => {
      pending.set(id, { resolve: resolve as Pending['resolve'], reject })
      this.send(clientFrame(Buffer.from(JSON.stringify({ id, method, params }))))
    })
  }

  close(): void {
    this.#socket?.end()
  }

  /** Cuts the connection without a close frame. */
  cut(): void {
    this.#socket?.terminate()
  }

  #upgrade(socket: Socket<WsConnection>, address: Address): void {
    this.#socket = socket
    // Browsers set this, too. Without it, a small frame may wait 40 ms for the acknowledgement of the previous one.
    socket.setNoDelay(true)
    const bearer = address.token === undefined ? '' : `Authorization: Bearer ${address.token}\r\n`
    this.send(
      Buffer.from(
        `GET ${address.path} HTTP/1.1\r\nHost: ${address.host}:${address.port}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n` +
          `Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: ${upgradeKey}\r\n${bearer}\r\n`,
      ),
    )
  }

  /** The socket's bytes: first the response to the upgrade, then frames. */
  received(chunk: Buffer): void {
    if (this.#reader !== undefined) {
      this.#reader.push(chunk)
      return
    }
    const head = this.#head === undefined ? chunk : Buffer.concat([this.#head, chunk])
    const end = head.indexOf(headEnd)
    if (end < 0) {
      this.#head = Buffer.from(head)
      return
    }
    this.#head = undefined
    const status = head.toString('latin1', 0, head.indexOf('\r\n'))
    if (!status.includes(' 101')) {
      this.#opened?.reject(new Error(`the server refused the upgrade: ${status}`))
      this.cut()
      return
    }
    this.#reader = new FrameReader((kind, bytes, range) => this.#frame(kind, bytes, range))
    this.#opened?.resolve(undefined)
    this.#opened = undefined
    if (end + 4 < head.length) this.#reader.push(head.subarray(end + 4))
  }

  /** The socket accepts bytes again. */
  drained(): void {
    const unsent = this.#unsent
    this.#unsent = undefined
    if (unsent !== undefined) this.send(unsent)
  }

  ended(reason: string): void {
    const error = new Error(this.#closeReason || reason)
    this.#ended = error
    this.#opened?.reject(error)
    for (const pending of this.#pending?.values() ?? []) pending.reject(error)
    this.#pending = undefined
    this.listener.closed?.(error.message)
  }

  #frame(kind: number, bytes: Buffer, range: Range): void {
    if (kind === opcode.ping) this.send(clientFrame(bytes.subarray(range[0], range[1]), opcode.pong))
    if (kind === opcode.close) {
      this.#closeReason = `closed by the server with ${range[1] - range[0] < 2 ? 1005 : bytes.readUInt16BE(range[0])}`
      this.close()
    }
    if (kind !== opcode.text) return
    const scanned = scanner.scan(bytes, range)
    if (scanned.kind === 'delta') this.listener.delta?.(scanned, bytes, range)
    else if (scanned.kind !== 'other') this.#answered(scanned.id, scanned.kind === 'failure', { bytes, range })
  }

  #answered(id: number, failed: boolean, frame: { bytes: Buffer; range: Range }): void {
    if (id >= firstTemplateId) {
      this.listener.answer?.(id, failed, frame)
      return
    }
    const pending = this.#pending?.get(id)
    if (pending === undefined) return
    this.#pending?.delete(id)
    const text = frame.bytes.toString('utf8', frame.range[0], frame.range[1])
    const { result, error } = JSON.parse(text) as { result?: unknown; error?: unknown }
    if (error === undefined) pending.resolve(result)
    else pending.reject(new Error(JSON.stringify(error)))
  }
}

const handlers = {
  data: (socket: Socket<WsConnection>, chunk: Buffer) => socket.data.received(chunk),
  drain: (socket: Socket<WsConnection>) => socket.data.drained(),
  close: (socket: Socket<WsConnection>) => socket.data.ended('the connection was closed'),
  connectError: (_socket: Socket<WsConnection>, error: Error) => {
    throw error
  },
}
