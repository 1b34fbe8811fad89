import { commonHeaders } from './respond'

export interface PageSecurity {
  /** Inline scripts that may run, such as `sha256-…`. */
  readonly scriptHashes: readonly string[]
  /** The origin that browsers show. They ignore some headers, with a warning, where it is plain http. */
  readonly origin: string
  /** The origin of the maps, where there are any. */
  readonly tiles: string | undefined
}

/** Long enough that browsers come back over https by themselves; not for subdomains, which aren't ours to decide. */
const STRICT_TRANSPORT = `max-age=${365 * 24 * 3_600}`

/**
 * Where the page may connect to: `'self'`, and the same host by its WebSocket address, which Safari before 16 doesn't take
 * `'self'` for. What isn't a plain host name, such as IPv6, has no such form in a policy.
 */
const connectSources = (origin: string): string => {
  const host = /^https?:\/\/([\w.-]+(?::\d+)?)$/.exec(origin)?.[1]
  return host === undefined ? "'self'" : `'self' ${origin.startsWith('https:') ? 'wss' : 'ws'}://${host}`
}

/** Policies of Trusted Types that the web client makes: `web/src/auth/proof.ts`. */
const TRUSTED_TYPES = 'parley-workers'

/** Headers of the web client's page: only its own scripts, no foreign resources but the pictures of maps, in nobody's frame. */
export const securityHeaders = ({ scriptHashes, origin, tiles }: PageSecurity): Record<string, string> => ({
  ...commonHeaders,
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${["'self'", ...scriptHashes.map((hash) => `'${hash}'`)].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    `img-src 'self' blob: data:${tiles === undefined ? '' : ` ${tiles}`}`,
    "media-src 'self' blob:",
    `connect-src ${connectSources(origin)}`,
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join('; '),
  'referrer-policy': 'same-origin',
  ...(origin.startsWith('https:')
    ? { 'cross-origin-opener-policy': 'same-origin', 'strict-transport-security': STRICT_TRANSPORT }
    : {}),
})
