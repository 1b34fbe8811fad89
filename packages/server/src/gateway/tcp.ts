import { readFile } from 'node:fs/promises'
import type { Socket, TCPSocketListener } from 'bun'
import type { Config } from '../config'
import { networkOf } from '../http/origin'
import type { Clock } from '../lib/clock'
import { errorFields, type Logger } from '../lib/logger'
import type { Gateway } from './gateway'
import { TcpPeer } from './tcp-peer'

export interface TcpOptions {
  readonly gateway: Gateway
  readonly config: Pick<Config, 'host' | 'tcpPort' | 'tls' | 'publicUrl'>
  readonly clock: Clock
  readonly logger: Logger
  /** Where the same node serves HTTP, for links. */
  readonly httpPort: number
}

/** Clients over TCP are taken in. */
export interface TcpListener {
  readonly port: number
  /** Takes no new ones. The gateway closes those that are here. */
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
  const where = { hostname: config.host, port: config.tcpPort, ...(tls ? { tls } : {}) }
  const listener = open(where, options)
  return { port: listener.port, stop: () => listener.stop() }
}

interface Where {
  readonly hostname: string
  readonly port: number
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer }
}

const open = (where: Where, options: TcpOptions): TCPSocketListener<TcpPeer> => {
  const { logger } = options
  try {
    return Bun.listen<TcpPeer>({
      ...where,
      // Somebody who pipes a few calls in and closes that side waits for their answers.
      allowHalfOpen: true,
      socket: {
        open: (socket) => {
          socket.data = accept(socket, options)
        },
        data: (socket, chunk) => socket.data.take(chunk),
        drain: (socket) => socket.data.drain(),
        end: (socket) => socket.data.farEndIsDone(),
        // One that was refused in its TLS handshake has never been open.
        close: (socket) => (socket.data as TcpPeer | undefined)?.gone(),
        error: (socket, error) => {
          logger.error('a connection over TCP failed', errorFields(error))
          socket.terminate()
        },
      },
    })
  } catch (error) {
    throw new TcpListenError((error as NodeJS.ErrnoException).code, error)
  }
}

const accept = (socket: Socket<TcpPeer>, { gateway, config, clock, httpPort }: TcpOptions): TcpPeer => {
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
