import type { OpenRpc } from './contract-document'

/** Where clients connect over TCP. */
export interface TcpAddress {
  readonly url: string
  /** `machine`: only programs on the server's own machine. */
  readonly reach: 'machine' | 'network'
}

/** The TCP address of the server that this page came from; undefined when it takes no clients over TCP. */
export const tcpAddressOf = ({ servers }: Pick<OpenRpc, 'servers'>): TcpAddress | undefined => {
  for (const server of servers) if ('x-reach' in server) return { url: server.url, reach: server['x-reach'] }
  return undefined
}
