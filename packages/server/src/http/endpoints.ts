import { type Endpoints, localEndpoints } from '@parley/protocol/endpoints'
import type { Config } from '../config/config'
import { Networks } from '../lib/networks'

const anyHost = new Set(['0.0.0.0', '::'])
const loopback = new Networks(['loopback'])

const bracketed = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/**
 * The addresses of this node for clients that reached it at this origin.
 * @param tcpPort undefined while it takes no clients over TCP
 */
export const endpointsOf = (
  asked: string,
  { tls, tcpHost }: Pick<Config, 'tls' | 'tcpHost'>,
  tcpPort: number | undefined,
): Endpoints => {
  const { origin, hostname } = new URL(URL.canParse(asked) ? asked : localEndpoints.origin)
  if (tcpPort === undefined) return { origin }
  const isHere = tcpHost === 'localhost' || loopback.has(tcpHost)
  const host = isHere ? 'localhost' : anyHost.has(tcpHost) ? hostname : bracketed(tcpHost)
  const tcp = `${tls ? 'tcps' : 'tcp'}://${host}:${tcpPort}`
  return { origin, tcp, tcpReach: isHere ? 'machine' : 'network' }
}
