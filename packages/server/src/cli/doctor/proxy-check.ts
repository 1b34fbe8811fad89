import type { Config } from '../../config'
import { type Arrived, installationMark } from '../../http/health'
import { Networks, type TrustedProxies } from '../../lib/networks'
import { bad, type Check, type Finding, good, warning } from './check'
import { askUpgrade } from './upgrade'
import { uploadFinding } from './upload-check'

const ANSWER_MS = 3_000

export interface ProxyCheckOptions {
  readonly config: Pick<Config, 'host' | 'publicUrl' | 'trustProxy'>
  readonly epoch: () => Promise<string | undefined>
}

/** Whether people reach this installation under its public address, and what is between them. */
export const proxyCheck = ({ config, epoch }: ProxyCheckOptions): Check => ({
  name: 'public URL',
  run: async () => {
    const { publicUrl, trustProxy } = config
    if (publicUrl === undefined) return [notSet(trustProxy), ...directFindings(config)]
    const reached = await reachedFinding(publicUrl, await epoch().catch(() => undefined))
    if (reached.level === 'bad') return [reached]
    const forwarded = await forwardedFindings(publicUrl, trustProxy)
    const through = [await upgradeFinding(publicUrl), await uploadFinding(publicUrl, ANSWER_MS)]
    return [reached, ...forwarded, ...directFindings(config), ...through]
  },
})

const notSet = ({ hops }: TrustedProxies): Finding =>
  hops === 0
    ? good('Not set: people open the server by IP address or a name of the local network, and links are made for that.')
    : warning(
        'PARLEY_TRUST_PROXY is set and PARLEY_PUBLIC_URL is not.',
        'Set PARLEY_PUBLIC_URL to the address that people open: then only its own pages may call, and this check can look through it.',
      )

const ask = async <T>(url: string): Promise<{ status: number; body: T | undefined }> => {
  const response = await fetch(url, { signal: AbortSignal.timeout(ANSWER_MS), redirect: 'manual' })
  const body = (await response.json().catch(() => undefined)) as T | undefined
  return { status: response.status, body }
}

const reachedFinding = async (publicUrl: string, epoch: string | undefined): Promise<Finding> => {
  try {
    const { status, body } = await ask<{ installation?: string }>(`${publicUrl}/health`)
    if (status !== 200 || body?.installation === undefined)
      return bad(`${publicUrl}/health answers ${status}, and not as a Parley does.`, remedyOf(status))
    if (epoch !== undefined && body.installation !== installationMark(epoch))
      return bad(
        `Another installation of Parley answers at ${publicUrl}.`,
        'Let the proxy pass to this one, or mend PARLEY_PUBLIC_URL or PARLEY_DATABASE_URL.',
      )
    return good(`${publicUrl} reaches this installation.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return bad(
      `${publicUrl} does not answer this machine (${why}).`,
      'Look at its name in DNS, its certificate, the firewall, and whether the proxy and the server run.',
    )
  }
}

const remedyOf = (status: number): string => {
  if (status >= 500)
    return 'The proxy finds no server: start it, and let the proxy pass to PARLEY_HOST and PARLEY_PORT.'
  if (status >= 300 && status < 400) return 'It redirects: set PARLEY_PUBLIC_URL to where it leads.'
  return 'Let the proxy pass every path to the server, not only some.'
}

const forwardedFindings = async (publicUrl: string, trustProxy: TrustedProxies): Promise<Finding[]> => {
  const { body } = await ask<Partial<Arrived>>(`${publicUrl}/health/arrived`)
  const { proxies, believed } = body ?? {}
  if (body === undefined || proxies === undefined || believed === undefined)
    return [warning('How requests arrive cannot be seen.', 'Update all nodes to this version.')]
  return [chainFinding({ proxies, believed }, trustProxy), ...protocolFindings(body, { publicUrl, trustProxy })]
}

/** Whether as many proxies tell of a request as are believed. */
export const chainFinding = (
  { proxies, believed }: Pick<Arrived, 'proxies' | 'believed'>,
  { hops }: TrustedProxies,
): Finding => {
  const text = `${proxies} ${proxies === 1 ? 'proxy names' : 'proxies name'} the caller in X-Forwarded-For, and PARLEY_TRUST_PROXY believes ${believed === 0 ? 'none' : believed}.`
  const together = 'else everybody seems to come from one address, and limits hit all together.'
  if (hops > 0 && proxies === 0)
    return bad(text, 'Let the proxy add X-Forwarded-For, or set PARLEY_TRUST_PROXY to off.')
  if (Number.isFinite(hops) && proxies < hops)
    return bad(text, `Set PARLEY_TRUST_PROXY=${proxies}: else callers can choose the address that limits count.`)
  if (proxies === believed) return good(text)
  if (hops === 0 || believed >= hops)
    return warning(text, `Set PARLEY_TRUST_PROXY=${proxies} when all of them are yours: ${together}`)
  return warning(
    text,
    `Set PARLEY_TRUST_PROXY to the addresses or networks of all your proxies, such as 10.0.0.5,203.0.113.0/24: ${together}`,
  )
}

/** A number trusts everybody in private networks, and whoever reaches the port without the proxy is one of them. */
const directFindings = ({ host, trustProxy }: ProxyCheckOptions['config']): Finding[] => {
  const isClosed = host === 'localhost' || new Networks(['loopback']).has(host)
  if (trustProxy.hops === 0 || isClosed || !trustProxy.networks.includes('private')) return []
  return [
    warning(
      'Whoever reaches this port from a private network, past the proxy, can choose the address that limits count.',
      "Set PARLEY_HOST=127.0.0.1 when the proxy is on this machine, else PARLEY_TRUST_PROXY to the proxy's own address.",
    ),
  ]
}

const protocolFindings = (
  { forwardedProto = null, forwardedHost = null }: Partial<Arrived>,
  { publicUrl, trustProxy }: { publicUrl: string; trustProxy: TrustedProxies },
): Finding[] => {
  if (trustProxy.hops === 0) return []
  const { protocol, host } = new URL(publicUrl)
  const expected = [
    ['X-Forwarded-Proto', forwardedProto, protocol.slice(0, -1)],
    ['X-Forwarded-Host', forwardedHost, host],
  ] as const
  return expected
    .filter(([, seen, wanted]) => seen !== wanted)
    .map(([header, seen, wanted]) =>
      warning(
        `${header} arrives as ${seen ?? 'nothing'}, not as ${wanted}.`,
        `Let the proxy set ${header} to ${wanted}.`,
      ),
    )
}

const upgradeFinding = async (publicUrl: string): Promise<Finding> => {
  const status = await askUpgrade(`${publicUrl}/ws`, ANSWER_MS).catch((error: Error) => error.message)
  if (status === 101) return good('A WebSocket comes through.')
  const text = `The upgrade to WebSocket is answered with ${status} in place of 101.`
  if (status === 426 || status === 400)
    return bad(
      text,
      'The proxy must pass `Upgrade: websocket` and `Connection: upgrade`, over HTTP/1.1 (nginx: proxy_http_version 1.1; proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection $connection_upgrade).',
    )
  if (status === 403)
    return bad(text, 'The proxy must pass `Host`, or PARLEY_PUBLIC_URL must be the address that people open.')
  if (status === 503)
    return bad(
      text,
      'The node behind it holds no connections or is being restarted: pass /ws to nodes with the role gateway.',
    )
  return bad(text, 'Let the proxy pass /ws like every other path, with its headers `Upgrade` and `Connection`.')
}
