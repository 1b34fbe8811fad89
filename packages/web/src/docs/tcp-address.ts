import type { OpenRpc } from './contract-document'

/** The address for clients over TCP. */
export interface TcpAddress {
  readonly url: string
  /** `machine`: only programs on the server's own machine can connect. */
  readonly reach: 'machine' | 'network'
}

/** The TCP address of the server of this page. Undefined if it accepts no clients over TCP. */
export const tcpAddressOf = ({ servers }: Pick<OpenRpc, 'servers'>): TcpAddress | undefined => {
  for (const server of servers) if ('x-reach' in server) return { url: server.url, reach: server['x-reach'] }
  return undefined
}
