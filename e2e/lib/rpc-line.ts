import { connect, type Socket } from 'node:net'
import { type Frame, RpcClient } from './rpc-client'

/** A bare JSON-RPC client over TCP, a line a frame. Whether it reads at all is up to the test. */
export class RpcLine extends RpcClient {
  private readonly decoder = new TextDecoder('utf-8', { fatal: true })
  private rest = ''
  /** What the server said before it ended the connection. */
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
    // A server that has said its last word is left.
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

  /** Sends bytes as they are, without the end of a line. */
  bytes(bytes: Uint8Array | string): Promise<void> {
    return new Promise((resolve) => this.socket.write(bytes as Uint8Array, () => resolve()))
  }

  /** Sends no more, and still reads. */
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
