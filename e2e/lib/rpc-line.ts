import { connect, type Socket } from 'node:net'
import { type Frame, RpcClient } from './rpc-client'

/** A bare JSON-RPC client over TCP, with one frame per line. The test decides whether it reads. */
export class RpcLine extends RpcClient {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  private rest = ''
  /** The close code from the server's last line. */
  private code = 1006

  private constructor(readonly socket: Socket) {
    super()
    socket.setNoDelay(true)
    socket.on('error', () => {})
    socket.on('data', (chunk) => this.read(chunk as Buffer))
    socket.on('close', () => this.ended(this.code))
  }

  /** Connects, and opens the session when a token is given. */
  static async connect(port: number, token?: string): Promise<RpcLine> {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', () => resolve())
      socket.once('error', reject)
    })
    // Closes the connection when the server has closed its side.
    socket.on('end', () => socket.end())
    const rpc = new RpcLine(socket)
    if (token !== undefined) await rpc.call('session.open', { token })
    return rpc
  }

  protected get isOpen(): boolean {
    return this.socket.writable
  }

  raw(frame: string | Uint8Array<ArrayBuffer>): void {
    this.socket.write(Buffer.concat([Buffer.from(frame as string), Buffer.from('\n')]))
  }

  /** Sends bytes as they are, without a line feed. */
  bytes(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.socket.write(bytes as Uint8Array, () => resolve()))
  }

  /** Stops sending, but continues to read. */
  sendNoMore(): void {
    this.socket.end()
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }

  private read(chunk: Buffer): void {
    const lines = (this.rest + this.decoder.decode(chunk, { stream: true })).split('\n')
    this.rest = lines.pop() ?? ''
    for (const line of lines) {
      const frame = JSON.parse(line) as Frame
      if (frame.method === 'session.closed') this.code = (frame.params as { code: number }).code
      this.take(frame)
    }
  }
}
