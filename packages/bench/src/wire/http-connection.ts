import type { Socket } from 'bun'
import type { Address } from './address'
import { Finder, numberAt, startsWith } from './scan'

const success = Buffer.from('HTTP/1.1 200')
const headEnd = Buffer.from('\r\n\r\n')
/** The heads have the same layout, so one remembered offset serves all connections. */
const length = new Finder(Buffer.from('ength: '))
const blank = new Finder(headEnd)

/**
 * A keep-alive connection with one pending request at a time. It splits responses by their length and doesn't parse
 * them.
 */
export class HttpConnection {
  #socket: Socket<HttpConnection> | undefined
  #torn: Buffer | undefined
  leaving = false

  private constructor(private readonly answered: (failed: boolean) => void) {}

  /** Connects. `answered` is called for every response. */
  static async open(to: Address, answered: (failed: boolean) => void): Promise<HttpConnection> {
    const connection = new HttpConnection(answered)
    connection.#socket = await Bun.connect({ hostname: to.host, port: to.port, data: connection, socket: handlers })
    connection.#socket.setNoDelay(true)
    return connection
  }

  /** Writes a whole request. It fits into the empty buffer of an idle socket. */
  send(request: Buffer): void {
    const written = this.#socket?.write(request) ?? 0
    if (written >= 0 && written < request.length) throw new Error('a request did not fit into an idle socket')
  }

  close(): void {
    this.leaving = true
    this.#socket?.end()
  }

  received(chunk: Buffer): void {
    const bytes = this.#torn === undefined ? chunk : Buffer.concat([this.#torn, chunk])
    const head = blank.find(bytes, 0, bytes.length)
    const at = length.find(bytes, 0, bytes.length)
    if (head < 0 || at < 0 || bytes.length < head + headEnd.length + numberAt(bytes, at + 7)) {
      this.#torn = Buffer.from(bytes)
      return
    }
    this.#torn = undefined
    this.answered(!startsWith(bytes, 0, success))
  }

  ended(): void {
    if (!this.leaving) console.error('an HTTP connection of the load broke')
  }
}

const handlers = {
  data: (socket: Socket<HttpConnection>, chunk: Buffer) => socket.data.received(chunk),
  close: (socket: Socket<HttpConnection>) => socket.data.ended(),
}
