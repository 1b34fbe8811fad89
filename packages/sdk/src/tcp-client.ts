/** A client for bots: everything over TCP, on Bun and Node. */
import type { MethodName, Params, Result } from '@parley/protocol'
import { limits } from '@parley/protocol/limits'
import type { Client, ClientOptions, Socket } from './api'
import { createClient } from './client'
import { Rpc } from './connection/rpc'
import { type TcpOptions, tcpTransport } from './connection/tcp-socket'
import { systemClock } from './lib/clock'
import { noResponseError } from './lib/error'
import { createMemoryStore } from './store/memory'

export interface TcpClientOptions extends Omit<ClientOptions, 'url' | 'transport' | 'http'>, TcpOptions {
  /** Where the server takes clients over TCP: `tcp://host:port`, or `tcps://host:port`. */
  readonly url: string
}

/** Makes a client that reaches the server by TCP alone. Without a store it keeps everything in memory. */
export const createTcpClient = ({ ca, ...options }: TcpClientOptions): Client => {
  const tcp = ca === undefined ? {} : { ca }
  const who = options.token === undefined ? {} : { token: options.token }
  return createClient({
    store: createMemoryStore(),
    ...options,
    transport: tcpTransport(options.url, tcp),
    http: (method, params) => callTcp({ url: options.url, ...tcp, ...who }, method, params),
  })
}

/** Where and as whom a single call is made. */
export interface TcpAddress extends TcpOptions {
  readonly url: string
  readonly token?: string
}

/**
 * Makes one call over a connection of its own, such as `accounts.login` before there is a token.
 * @throws ParleyError, `unanswered` when the server is not there
 */
export const callTcp = <N extends MethodName>(
  { url, token, ...tcp }: TcpAddress,
  method: N,
  params: Params<N>,
): Promise<Result<N>> =>
  new Promise((resolve, reject) => {
    const rpc = new Rpc({
      clock: systemClock,
      send: (frame) => socket.send(frame),
      onEvent: () => undefined,
    })
    const call = async () => {
      if (token !== undefined) await rpc.call('session.open', { token }, limits.sessionOpenMs)
      return rpc.call(method, params, limits.sessionOpenMs)
    }
    const socket: Socket = tcpTransport(url, tcp).connect({
      onOpen: () =>
        void call()
          .then(resolve, reject)
          .finally(() => socket.close()),
      onFrame: (frame) => rpc.receive(frame),
      onClose: () => {
        rpc.end()
        reject(noResponseError())
      },
    })
  })
