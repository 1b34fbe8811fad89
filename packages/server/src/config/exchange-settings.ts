import { z } from 'zod'
import { seconds } from './values'

/** How sign-in tokens of another product are checked. */
export interface ExchangeSettings {
  readonly issuer: string
  readonly audience: string
  readonly maxAgeMs: number
  readonly key: { readonly secret: string } | { readonly jwksUrl: string }
}

/** As long as the hash of HS256. */
const SECRET_BYTES = 32
const name = z.string().min(1).max(500)

/** The address of a JWKS document. Keys over plain HTTP could be anyone’s. */
const jwksUrl = z.string().refine(
  (text) => {
    if (!URL.canParse(text)) return false
    const { protocol, hostname, username } = new URL(text)
    const isHere = ['localhost', '127.0.0.1', '[::1]'].includes(hostname)
    return username === '' && (protocol === 'https:' || (protocol === 'http:' && isHere))
  },
  { error: 'must be like https://shop.example/jwks.json (plain HTTP works on this machine only)' },
)

/** The settings of `accounts.exchange`. */
export const exchangeSettings = {
  sign_in_url: {
    schema: z
      .url({ protocol: /^https?$/, error: 'must be like https://shop.example/chat' })
      .max(2_000)
      .optional(),
    default: 'none',
    doc: 'Where people sign in when `registration` is `external`. The sign-in page leads there. That site brings them back to this server, to `/#jwt=<token>`, with a token as `jwt_issuer` describes it.',
  },
  jwt_issuer: {
    schema: name.optional(),
    default: 'none, tokens of other products do not sign in',
    doc: 'The `iss` of tokens (JWT) with which users of another product sign in. Needs `jwt_audience`, and `jwt_secret` or `jwt_jwks_url`. See docs/integrating.md.',
  },
  jwt_audience: {
    schema: name.optional(),
    default: 'none',
    doc: 'The `aud` that these tokens must have, such as the address of this server.',
  },
  jwt_secret: {
    schema: z
      .string()
      .refine((text) => Buffer.byteLength(text) >= SECRET_BYTES, {
        error: `must have at least ${SECRET_BYTES} bytes, for example from: openssl rand -base64 48`,
      })
      .optional(),
    default: 'none',
    doc: 'The secret that the other product shares with this server, for tokens with the algorithm HS256. At least 32 bytes.',
  },
  jwt_jwks_url: {
    schema: jwksUrl.optional(),
    default: 'none',
    doc: 'Where the other product publishes its public keys (JWKS), for tokens with the algorithms RS256 and ES256.',
  },
  jwt_max_age_seconds: {
    schema: seconds({ most: 3_600 }).default(600_000),
    default: '600',
    doc: 'The longest time in seconds between `iat` and `exp` of these tokens, at most 3600.',
  },
}

interface ExchangeValues {
  readonly registration: string
  readonly sign_in_url?: string | undefined
  readonly jwt_issuer?: string | undefined
  readonly jwt_audience?: string | undefined
  readonly jwt_secret?: string | undefined
  readonly jwt_jwks_url?: string | undefined
  readonly jwt_max_age_seconds: number
}

/** Settings of tokens that don't fit together, and what to change. */
export const exchangeMisfits = (values: ExchangeValues): string[] => {
  if (values.registration === 'external' && values.sign_in_url === undefined)
    return ['PARLEY_REGISTRATION is external: set PARLEY_SIGN_IN_URL to the address at which people sign in.']
  const { jwt_issuer: issuer, jwt_audience: audience, jwt_secret: secret, jwt_jwks_url: url } = values
  if ([issuer, audience, secret, url].every((value) => value === undefined)) return []
  if (secret !== undefined && url !== undefined)
    return ['PARLEY_JWT_SECRET and PARLEY_JWT_JWKS_URL: set one of them, because tokens have one kind of signature.']
  if (secret === undefined && url === undefined)
    return ['PARLEY_JWT_ISSUER needs keys that check tokens: set PARLEY_JWT_SECRET or PARLEY_JWT_JWKS_URL.']
  return issuer === undefined || audience === undefined
    ? ['PARLEY_JWT_ISSUER and PARLEY_JWT_AUDIENCE: set both, so that tokens for other services are refused here.']
    : []
}

/** The settings as one value; undefined while tokens of other products don't sign in. */
export const exchangeOf = (values: ExchangeValues): ExchangeSettings | undefined => {
  const { jwt_issuer: issuer, jwt_audience: audience, jwt_secret: secret, jwt_jwks_url: url } = values
  if (issuer === undefined || audience === undefined) return undefined
  const rules = { issuer, audience, maxAgeMs: values.jwt_max_age_seconds }
  if (secret !== undefined) return { ...rules, key: { secret } }
  return url === undefined ? undefined : { ...rules, key: { jwksUrl: url } }
}
