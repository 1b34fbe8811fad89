import { closeCodes } from '@parley/protocol'
import type { Socket } from 'bun'
import type { Clock, Timer } from '../lib/clock'
import { notification } from '../lib/notification'
import type { Connection } from './connection'
import { type LineSink, Lines } from './lines'
import type { Peer } from './peer'

/** The most bytes that wait for a slow client; the gateway closes the connection earlier, when it checks. */
const WAITING_BYTES = 1024 * 1024
/** Time for the client to read the last lines, and to close. */
const LINGER_MS = 3_000

/** A TCP connection's remote end: frames are lines, and the reason of a close is the last of them. */
export class TcpPeer implements Peer, LineSink {
  private connection: Connection | undefined
  private readonly lines = new Lines(this)
  private waiting: Uint8Array[] = []
  private waitingBytes = 0
  /** Sends nothing more after the pending bytes. */
  private ending = false
  private lingering: Timer | undefined

  constructor(
    private socket: Socket<unknown>,
    private readonly clock: Clock,
  ) {}

  /** The connection that receives the lines. */
  serve(connection: Connection): void {
    this.connection = connection
  }

  /** Lines go out through another, encrypting socket from now on. */
  speakThrough(socket: Socket<unknown>): void {
    this.socket = socket
  }

  send(frame: string): void {
    this.write(`${frame}\n`)
  }

  sendAll(frames: readonly string[]): void {
    this.write(`${frames.join('\n')}\n`)
  }

  /**
   * Sends the reason, and then nothing more. Further input is read and discarded: closing a socket with unread input
   * resets the connection, and the client may lose the reason.
   */
  close(code: number, reason: string): void {
    if (this.ending) return
    if (code === closeCodes.slow && this.waitingBytes > 0) {
      this.terminate()
      return
    }
    if (code >= closeCodes.draining) this.send(notification('session.closed', { code, reason }))
    this.ending = true
    this.lines.stop()
    this.lingering = this.clock.setTimeout(() => this.socket.terminate(), LINGER_MS)
    this.endWhenSaid()
  }

  terminate(): void {
    this.socket.terminate()
  }

  bufferedBytes(): number {
    return this.waitingBytes
  }

  /** Bytes came. */
  take(chunk: Uint8Array): void {
    if (!this.ending) this.lines.push(chunk)
  }

  /** The client reads again. */
  drain(): void {
    const [first, ...others] = this.waiting
    if (first) {
      const bytes = others.length === 0 ? first : Buffer.concat(this.waiting)
      this.waiting = []
      this.waitingBytes = 0
      this.writeBytes(bytes)
    }
    if (this.ending) this.endWhenSaid()
  }

  /** The client closed its side; it may still read responses. */
  farEndIsDone(): void {
    if (this.ending) return
    this.lines.end()
    this.connection?.finish()
  }

  /** The socket is gone. */
  gone(): void {
    this.ending = true
    this.lines.stop()
    this.waiting = []
    this.waitingBytes = 0
    if (this.lingering) this.clock.clearTimeout(this.lingering)
    this.connection?.end()
  }

  line(text: string): void {
    this.connection?.receive(text)
  }

  notText(): void {
    this.connection?.refuseBytes()
  }

  tooLong(): void {
    this.connection?.close('tooLarge')
  }

  private write(text: string): void {
    if (this.ending) return
    const bytes = Buffer.from(text)
    if (this.waitingBytes === 0) this.writeBytes(bytes)
    else this.keep(bytes)
    if (this.waitingBytes > WAITING_BYTES) this.connection?.close('slow')
  }

  private writeBytes(bytes: Uint8Array): void {
    const written = this.socket.write(bytes)
    // A closed socket takes nothing; its own event reports the end.
    if (written >= 0 && written < bytes.length) this.keep(bytes.subarray(written))
  }

  private keep(bytes: Uint8Array): void {
    this.waiting.push(bytes)
    this.waitingBytes += bytes.length
  }

  private endWhenSaid(): void {
    if (this.waitingBytes === 0) this.socket.shutdown()
  }
}
