import { closeCodes } from '@parley/protocol'
import type { Socket } from 'bun'
import type { Clock, Timer } from '../lib/clock'
import { notification } from '../lib/notification'
import type { Connection } from './connection'
import { type LineSink, Lines } from './lines'
import type { Peer } from './peer'

/** What waits for a far end that does not read; the gateway closes it earlier, when it looks. */
const WAITING_BYTES = 1024 * 1024
/** Time that the far end has to read the last lines, and to hang up. */
const LINGER_MS = 3_000

/** A TCP connection's far end: frames are lines, and the reason of a close is the last of them. */
export class TcpPeer implements Peer, LineSink {
  private connection: Connection | undefined
  private readonly lines = new Lines(this)
  private waiting: Uint8Array[] = []
  private waitingBytes = 0
  /** Nothing more is said, once what waits is out. */
  private ending = false
  private lingering: Timer | undefined

  constructor(
    private socket: Socket<unknown>,
    private readonly clock: Clock,
  ) {}

  /** The connection that the lines go to. */
  serve(connection: Connection): void {
    this.connection = connection
  }

  /** Lines go out through another socket from now on: one that encrypts them. */
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
   * Says why, and then no more. What comes meanwhile is read and thrown away: a socket that is closed with something
   * unread resets the connection, and the far end may lose the reason.
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

  /** The far end reads again. */
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

  /** The far end sends no more; it may still read what it asked for. */
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
    // A socket that is gone takes nothing; that it is gone is heard by itself.
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
