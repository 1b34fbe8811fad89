import { connect, type Socket } from 'node:net'
import { eventually } from '@parley/server/src/testing/eventually'

/** A raw WebSocket connection. The test decides what it reads, and whether it reads at all. */
export class RawWebSocket implements Disposable {
  private received: Buffer = Buffer.alloc(0)
  /** Resolves when the other side has ended the connection. */
  readonly ended: Promise<void>

  private constructor(private readonly socket: Socket) {
    socket.on('error', () => {})
    socket.on('data', (chunk: string | Buffer) => {
      this.received = Buffer.concat([this.received, Buffer.from(chunk as Buffer)])
    })
    this.ended = new Promise((resolve) => socket.on('close', () => resolve()))
  }

  /** Connects and upgrades, with additional headers such as `Cookie: …`. Opens no session. */
  static async upgrade(port: number, headers: readonly string[] = []): Promise<RawWebSocket> {
    const raw = new RawWebSocket(connect(port, '127.0.0.1'))
    const lines = ['GET /ws HTTP/1.1', 'Host: 127.0.0.1', 'Connection: Upgrade', 'Upgrade: websocket']
    const key = ['Sec-WebSocket-Version: 13', 'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==']
    raw.socket.write([...lines, ...key, ...headers, '\r\n'].join('\r\n'))
    await raw.until('\r\n\r\n')
    return raw
  }

  /** Connects, upgrades, and opens a session. */
  static async open(port: number, token: string): Promise<RawWebSocket> {
    const raw = await RawWebSocket.upgrade(port)
    raw.send(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'session.open', params: { token } }))
    await raw.until('"epoch"')
    return raw
  }

  /** Sends a text frame, masked with zeros. */
  send(text: string): void {
    const payload = Buffer.from(text)
    const head =
      payload.length < 126 ? [0x81, 0x80 | payload.length] : [0x81, 0xfe, payload.length >> 8, payload.length & 255]
    this.socket.write(Buffer.concat([Buffer.from([...head, 0, 0, 0, 0]), payload]))
  }

  /** Sends the first half of a text frame of this many bytes. */
  sendHalf(bytes: number): void {
    const head = Buffer.alloc(10)
    head.writeUInt16BE(0x81ff)
    head.writeBigUInt64BE(BigInt(bytes), 2)
    this.socket.write(Buffer.concat([head, Buffer.alloc(4), Buffer.alloc(bytes / 2, 'x')]))
  }

  /** Stops reading, so that the server's data piles up. */
  stopReading(): void {
    this.socket.pause()
  }

  /** Resumes reading. */
  goOnReading(): void {
    this.socket.resume()
  }

  /** The code of the close frame, if a close frame was received last. */
  get closeCode(): number | undefined {
    const at = this.received.lastIndexOf(0x88)
    const length = this.received[at + 1]
    if (at < 0 || length === undefined || at + 2 + length !== this.received.length) return undefined
    return this.received.readUInt16BE(at + 2)
  }

  [Symbol.dispose](): void {
    this.socket.destroy()
  }

  /** Waits until this text has been received. */
  async until(text: string): Promise<void> {
    await eventually(() => this.received.includes(text))
  }
}
