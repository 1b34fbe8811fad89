import { lookup } from 'node:dns/promises'
import { readFile } from 'node:fs/promises'
import { closeCodes } from '@parley/protocol'
import type { Socket, SocketHandler, TCPSocketListener, TLSUpgradeOptions } from 'bun'
import type { Config } from '../config/config'
import type { Clock } from '../lib/clock'
import { errorFields } from '../lib/logger'
import { networkOf } from '../lib/networks'
import { notification } from '../lib/notification'
import type { SampledLog } from '../lib/sampled-log'
import type { Gateway } from './gateway'
import { TcpPeer } from './tcp-peer'

export interface TcpOptions {
  readonly gateway: Gateway
  readonly config: Pick<Config, 'tcpHost' | 'tcpPort' | 'tls' | 'publicUrl'>
  readonly clock: Clock
  readonly log: SampledLog
  /** The HTTP address of the same node, for links. */
  readonly httpPort: number
}

/** Accepts clients over TCP. */
export interface TcpListener {
  readonly port: number
  /** Accepts no new ones. The gateway closes present ones. */
  stop(): void
}

/** The port for TCP cannot be listened on; `code` is the system's word for why. */
export class TcpListenError extends Error {
  constructor(
    readonly code: string | undefined,
    cause: unknown,
  ) {
    super('The port for TCP cannot be listened on.', { cause })
    this.name = 'TcpListenError'
  }
}

/**
 * The TCP transport: one JSON-RPC object or batch a line, UTF-8. Undefined when it is switched off.
 * @throws {TcpListenError} when the port is not free
 */
export const listenTcp = async (options: TcpOptions): Promise<TcpListener | undefined> => {
  const { config } = options
  if (config.tcpPort === undefined) return undefined
  const tls = config.tls && { cert: await readFile(config.tls.certPath), key: await readFile(config.tls.keyPath) }
  await lookup(config.tcpHost).catch((error) => {
    throw new TcpListenError(error.code, error)
  })
  const listener = open(options, tls)
  return { port: listener.port, stop: () => listener.stop() }
}

interface Tls {
  readonly cert: Buffer
  readonly key: Buffer
}

/** A connection that wasn't accepted has no peer. */
type Peer = TcpPeer | undefined

const open = (options: TcpOptions, tls: Tls | undefined): TCPSocketListener<Peer> => {
  const { tcpHost, tcpPort = 0 } = options.config
  const handlers = handlersFor(options.log)
  try {
    return Bun.listen<Peer>({
      hostname: tcpHost,
      port: tcpPort,
      // A client that pipes a few calls in and closes that side waits for the responses.
      allowHalfOpen: true,
      socket: {
        ...handlers,
        // Encrypted input goes to the TLS socket.
        ...(tls ? { data: () => {}, drain: () => {} } : {}),
        open: (socket) => {
          socket.data = accept(socket, options)
          if (!socket.data) refuse(socket, tls)
          else if (tls) socket.data.speakThrough(decrypting(socket, tls, handlers))
        },
      },
    })
  } catch (error) {
    throw new TcpListenError((error as NodeJS.ErrnoException).code, error)
  }
}

const handlersFor = (log: SampledLog): SocketHandler<Peer> => ({
  data: (socket, chunk) => socket.data?.take(chunk),
  drain: (socket) => socket.data?.drain(),
  end: (socket) => socket.data?.farEndIsDone(),
  close: (socket) => socket.data?.gone(),
  error: (socket, error) => {
    // The client causes errors with a code, such as a failed handshake.
    const level = 'code' in error ? 'info' : 'error'
    const address = networkOf(socket.remoteAddress)
    log.write(level, 'a connection over TCP failed', () => ({ ...errorFields(error), address }))
    socket.terminate()
  },
})

/** Reports that there is no room, where that needs no handshake, and ends the connection. */
const refuse = (socket: Socket<Peer>, tls: Tls | undefined): void => {
  const closed = { code: closeCodes.rateLimited, reason: 'rateLimited' }
  if (!tls) socket.write(`${notification('session.closed', closed)}\n`)
  socket.end()
}

interface ServerSideTls extends TLSUpgradeOptions<Peer> {
  readonly isServer: true
}

/**
 * The encrypted side of a socket. A listener with `tls` would report a connection only after its handshake, and would
 * hold a client forever that never begins one. This way the gateway's deadlines count from the first moment.
 */
const decrypting = (raw: Socket<Peer>, tls: Tls, socket: SocketHandler<Peer>): Socket<Peer> => {
  const upgrade: ServerSideTls = { isServer: true, tls, socket, data: raw.data }
  const [, secure] = raw.upgradeTLS(upgrade)
  return secure
}

/** The remote end of a new connection; undefined when there is no room for it. */
const accept = (socket: Socket<Peer>, { gateway, config, clock, httpPort }: TcpOptions): Peer => {
  if (!gateway.makeRoom(networkOf(socket.remoteAddress))) return undefined
  const peer = new TcpPeer(socket, clock)
  const host = socket.localAddress.includes(':') ? `[${socket.localAddress}]` : socket.localAddress
  const from = {
    address: networkOf(socket.remoteAddress),
    device: 'TCP',
    origin: config.publicUrl ?? `${config.tls ? 'https' : 'http'}://${host}:${httpPort}`,
  }
  peer.serve(gateway.accept({ peer, from, token: undefined, transport: 'tcp' }))
  return peer
}
