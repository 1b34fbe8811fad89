import type { JWK } from 'jose'
import type { Config } from '../../config/config'
import type { ExchangeSettings } from '../../config/exchange-settings'
import { readKeys } from '../../service/jwt/remote-keys'
import { bad, type Check, type Finding, good, warning } from './check'

/** Tokens of a server whose clock differs by more are refused. */
const SKEW_MS = 30_000
const TIMEOUT_MS = 5_000

/** Checks the tokens (JWT) with which users of another product sign in: the keys that it publishes, and its clock. */
export const exchangeCheck = ({ exchange, registration }: Pick<Config, 'exchange' | 'registration'>): Check => ({
  name: 'sign-in tokens',
  run: async () => {
    if (exchange === undefined)
      return [registration === 'external' ? noWayIn : good('Not set. No other product signs people in by tokens.')]
    if ('secret' in exchange.key)
      return [good(`${whose(exchange)} sign people in. A shared secret checks them (HS256).`)]
    const { jwksUrl } = exchange.key
    const keys = await keysFinding(exchange, jwksUrl)
    return keys.level === 'good' ? [keys, await clockFinding(jwksUrl)] : [keys]
  },
})

const whose = ({ issuer, audience }: ExchangeSettings): string => `Tokens of ${issuer} for ${audience}`

const noWayIn = warning(
  'PARLEY_REGISTRATION is external, but no tokens sign people in.',
  'Set PARLEY_JWT_ISSUER and PARLEY_JWT_AUDIENCE, with PARLEY_JWT_SECRET or PARLEY_JWT_JWKS_URL. Otherwise only apps with service tokens let people in.',
)

const keysFinding = async (exchange: ExchangeSettings, url: string): Promise<Finding> => {
  try {
    const { keys } = await readKeys(url)
    if (keys.some((key) => 'd' in key || key.kty === 'oct')) return publishesSecrets(url)
    const usable = keys.filter(checksTokens)
    if (usable.length === 0) return noUsableKey(url)
    return good(`${whose(exchange)} sign people in. ${url} publishes ${usable.length} keys that check them.`)
  } catch (error) {
    return unreachable(url, error)
  }
}

/** Whether a key checks tokens with one of the permitted algorithms. */
const checksTokens = ({ kty, crv, use, alg }: JWK): boolean => {
  if (use !== undefined && use !== 'sig') return false
  if (kty === 'RSA') return alg === undefined || alg === 'RS256'
  return kty === 'EC' && crv === 'P-256' && (alg === undefined || alg === 'ES256')
}

const publishesSecrets = (url: string): Finding =>
  bad(
    `${url} publishes a secret key. With it, anyone can act as each user.`,
    'Make new keys, publish only their public parts, and end all sessions.',
  )

const noUsableKey = (url: string): Finding =>
  bad(
    `${url} publishes no key for RS256 or ES256, so that no token signs anyone in.`,
    'Publish an RSA key, or an EC key of the curve P-256.',
  )

/** The name of a failed connection, else the message. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return String(error)
  return 'code' in error && typeof error.code === 'string' ? error.code : error.message
}

const unreachable = (url: string, error: unknown): Finding =>
  bad(
    `${url} gives no keys (${reasonOf(error)}).`,
    'Correct PARLEY_JWT_JWKS_URL, or check why this machine can’t reach it. Without keys, sign-ins with tokens fail.',
  )

const clockFinding = async (url: string): Promise<Finding> => {
  const before = Date.now()
  const response = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(TIMEOUT_MS) })
  await response.body?.cancel()
  const theirs = Date.parse(response.headers.get('date') ?? '')
  if (Number.isNaN(theirs)) return good('The server of the keys doesn’t say what time it is.')
  const skewMs = Math.abs(theirs - (before + Date.now()) / 2)
  if (skewMs <= SKEW_MS) return good('The clock of the server of the keys agrees.')
  return bad(
    `The clock of the server of the keys differs by ${Math.round(skewMs / 1_000)} s.`,
    'Set the clocks of both machines by a time server. Until then tokens seem to be expired, or to come from the future.',
  )
}
