import type { Config } from '../../config/config'
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
    ? good('Not set. People open the server by IP address or local host name, and links use that address.')
    : warning(
        'PARLEY_TRUST_PROXY is set, but PARLEY_PUBLIC_URL is not.',
        'Set PARLEY_PUBLIC_URL to the address that people open. Then only its own pages can call the server, and this check can test the proxy.',
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
      return bad(`${publicUrl}/health answers ${status}, which is not how Parley answers.`, remedyOf(status))
    if (epoch !== undefined && body.installation !== installationMark(epoch))
      return bad(
        `Another installation of Parley answers at ${publicUrl}.`,
        'Point the proxy at this one, or correct PARLEY_PUBLIC_URL or PARLEY_DATABASE_URL.',
      )
    return good(`${publicUrl} reaches this installation.`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return bad(
      `${publicUrl} does not respond to this machine (${why}).`,
      'Check its DNS name, its certificate and the firewall, and whether the proxy and the server are running.',
    )
  }
}

const remedyOf = (status: number): string => {
  if (status >= 500)
    return 'The proxy cannot reach the server. Start the server, and point the proxy at PARLEY_HOST and PARLEY_PORT.'
  if (status >= 300 && status < 400) return 'It redirects. Set PARLEY_PUBLIC_URL to the target of the redirect.'
  return 'Make the proxy pass every path to the server.'
}

const forwardedFindings = async (publicUrl: string, trustProxy: TrustedProxies): Promise<Finding[]> => {
  const { body } = await ask<Partial<Arrived>>(`${publicUrl}/health/arrived`)
  const { proxies, believed } = body ?? {}
  if (body === undefined || proxies === undefined || believed === undefined)
    return [warning('The server does not report how requests arrive.', 'Update all nodes to this version.')]
  return [chainFinding({ proxies, believed }, trustProxy), ...protocolFindings(body, { publicUrl, trustProxy })]
}

/** Whether as many proxies tell of a request as are believed. */
export const chainFinding = (
  { proxies, believed }: Pick<Arrived, 'proxies' | 'believed'>,
  { hops }: TrustedProxies,
): Finding => {
  const text = `${proxies} ${proxies === 1 ? 'proxy adds' : 'proxies add'} an address to X-Forwarded-For, and PARLEY_TRUST_PROXY trusts ${believed === 0 ? 'none' : believed}.`
  const together = 'otherwise all callers seem to have one address and share its limits.'
  if (hops > 0 && proxies === 0)
    return bad(text, 'Make the proxy add X-Forwarded-For, or set PARLEY_TRUST_PROXY to off.')
  if (Number.isFinite(hops) && proxies < hops)
    return bad(
      text,
      `Set PARLEY_TRUST_PROXY=${proxies}. Otherwise callers can choose the address to which limits apply.`,
    )
  if (proxies === believed) return good(text)
  if (hops === 0 || believed >= hops)
    return warning(text, `Set PARLEY_TRUST_PROXY=${proxies} if all of them are yours: ${together}`)
  return warning(
    text,
    `Set PARLEY_TRUST_PROXY to the addresses or networks of all your proxies, such as 10.0.0.5,203.0.113.0/24: ${together}`,
  )
}

/** A number trusts every caller from a private network, including callers that bypass the proxy. */
const directFindings = ({ host, trustProxy }: ProxyCheckOptions['config']): Finding[] => {
  const isClosed = host === 'localhost' || new Networks(['loopback']).has(host)
  if (trustProxy.hops === 0 || isClosed || !trustProxy.networks.includes('private')) return []
  return [
    warning(
      'Anyone who reaches this port from a private network, without the proxy, can choose the address to which limits apply.',
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
        `Make the proxy set ${header} to ${wanted}.`,
      ),
    )
}

const upgradeFinding = async (publicUrl: string): Promise<Finding> => {
  const status = await askUpgrade(`${publicUrl}/ws`, ANSWER_MS).catch((error: Error) => error.message)
  if (status === 101) return good('WebSocket connections work.')
  const text = `The WebSocket upgrade returned ${status} instead of 101.`
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
      'The node behind it accepts no connections or is restarting. Pass /ws to nodes with the role gateway.',
    )
  return bad(text, 'Make the proxy pass /ws like every other path, with the headers `Upgrade` and `Connection`.')
}
