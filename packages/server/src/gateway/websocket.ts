import { closeCodes, limits } from '@parley/protocol'
import type { ServerWebSocket, WebSocketHandler } from 'bun'
import type { Stranger } from '../lib/caller'
import type { Connection } from './connection'
import type { Gateway } from './gateway'
import type { Peer } from './peer'

/** The data of an upgrade on its socket. */
export interface SocketState {
  readonly from: Omit<Stranger, 'connection'>
  token: string | undefined
  connection: Connection | undefined
}
export type Socket = ServerWebSocket<SocketState>

/** A WebSocket's remote end. Its state is one reference, because there may be many thousands. */
class WebSocketPeer implements Peer {
  constructor(private readonly socket: Socket) {}

  send(frame: string): void {
    this.socket.send(frame)
  }

  sendAll(frames: readonly string[]): void {
    this.socket.cork(() => {
      for (const frame of frames) this.socket.send(frame)
    })
  }

  close(code: number, reason: string): void {
    // A close frame behind unread frames would keep all of them until the client gives up.
    if (code === closeCodes.slow && this.bufferedBytes() > 0) this.terminate()
    else this.socket.close(code, reason)
  }

  terminate(): void {
    this.socket.terminate()
  }

  bufferedBytes(): number {
    return this.socket.getBufferedAmount()
  }

  subscribe(topic: string): void {
    this.socket.subscribe(topic)
  }

  unsubscribe(topic: string): void {
    this.socket.unsubscribe(topic)
  }

  topics(): Iterable<string> {
    return this.socket.subscriptions
  }
}

/**
 * The WebSocket transport: text frames in and out, native topics. A client that doesn't read is closed, rather than
 * losing frames silently.
 */
export const webSocketHandler = (gateway: Gateway): WebSocketHandler<SocketState> => ({
  // An unfinished frame is held until the rest arrives. The header of a larger one gets 1009.
  maxPayloadLength: limits.frameBytes,
  backpressureLimit: 1024 * 1024,
  closeOnBackpressureLimit: true,
  idleTimeout: 120,
  sendPings: false,
  perMessageDeflate: false,
  publishToSelf: true,
  open: (socket) => {
    const { from, token } = socket.data
    // Used once: neither a secret nor a string stays for each connection.
    socket.data.token = undefined
    socket.data.connection = gateway.accept({ peer: new WebSocketPeer(socket), from, token, transport: 'websocket' })
  },
  message: (socket, message) => {
    if (typeof message === 'string') socket.data.connection?.receive(message)
    else socket.data.connection?.refuseBinary()
  },
  close: (socket) => {
    socket.data.connection?.end()
  },
})
