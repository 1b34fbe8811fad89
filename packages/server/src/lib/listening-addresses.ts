import { networkInterfaces } from 'node:os'

export interface Listening {
  readonly host: string
  readonly port: number
  readonly protocol: 'http' | 'https'
  readonly publicUrl: string | undefined
}

export interface Addresses {
  /** Where people open the client: the public address, else this machine's. */
  readonly open: string
  /** On this machine. */
  readonly local: string
  /** For others on the network. */
  readonly network: readonly string[]
}

const anyHost = new Set(['0.0.0.0', '::', ''])

/** Under which addresses a listening server is reached. */
export const addressesOf = ({ host, port, protocol, publicUrl }: Listening): Addresses => {
  const at = (name: string) => new URL(`${protocol}://${name.includes(':') ? `[${name}]` : name}:${port}`).origin
  const network = anyHost.has(host) ? outsideAddresses().map(at) : []
  const local = at(anyHost.has(host) ? 'localhost' : host)
  return { open: publicUrl ?? local, local, network }
}

/** Where other devices reach a node: at its public address if it has one, else at its addresses on its networks. */
export const networkOrigins = (
  { host, publicUrl, tls }: Pick<Listening, 'host' | 'publicUrl'> & { readonly tls: unknown },
  port: number | undefined,
): readonly string[] => {
  if (publicUrl !== undefined) return [new URL(publicUrl).origin]
  if (port === undefined) return []
  return addressesOf({ host, port, protocol: tls ? 'https' : 'http', publicUrl }).network
}

/** Where clients over TCP connect: this machine, or the one address that is listened on. */
export const tcpAddress = ({ host, port, protocol }: Pick<Listening, 'host' | 'port' | 'protocol'>): string => {
  const isHere = anyHost.has(host) || host === '127.0.0.1'
  const name = isHere ? 'localhost' : host.includes(':') ? `[${host}]` : host
  return `${protocol === 'https' ? 'tcps' : 'tcp'}://${name}:${port}`
}

/** IPv4 addresses of this machine that others on its networks can reach; IPv6 ones change and are hard to type. */
const outsideAddresses = (): string[] =>
  Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
