import type { NodeConnectionOptions } from '@nats-io/transport-node'

const DEFAULT_PORT = 4222

/** Where to connect and as whom, as `PARLEY_NATS_URL` says it. */
export interface NatsAddress {
  /** Hosts and ports alone: fit to be shown to people. */
  readonly servers: readonly string[]
  readonly access: Pick<NodeConnectionOptions, 'user' | 'pass' | 'token' | 'tls'>
}

/**
 * Parses one or several URLs, separated by commas. The first user, password or token applies to all; `tls://` requires
 * TLS.
 */
export const parseNatsUrl = (text: string): NatsAddress => {
  const urls = text.split(',').map((one) => new URL(one.trim()))
  const named = urls.find(({ username, password }) => username !== '' || password !== '')
  const user = decodeURIComponent(named?.username ?? '')
  const pass = decodeURIComponent(named?.password ?? '')
  return {
    servers: urls.map(({ hostname, port }) => `${hostname}:${port || DEFAULT_PORT}`),
    access: {
      ...(named && (named.password === '' ? { token: user } : { user, pass })),
      ...(urls.some(({ protocol }) => protocol === 'tls:') && { tls: {} }),
    },
  }
}
