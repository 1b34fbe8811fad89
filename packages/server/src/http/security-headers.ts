import { commonHeaders } from './respond'

export interface PageSecurity {
  /** Permitted inline scripts, such as `sha256-…`. */
  readonly scriptHashes: readonly string[]
  /** The origin that browsers show. Over plain http they ignore some headers, with a warning. */
  readonly origin: string
  /** The origin of the maps, if any. */
  readonly tiles: string | undefined
  /** Origins whose pages may show this one in a frame; none by default. */
  readonly framedBy?: readonly string[]
}

/** Long enough that browsers return over https by themselves; not for subdomains, which aren't ours to decide. */
const STRICT_TRANSPORT = `max-age=${365 * 24 * 3_600}`

/**
 * Permitted connections of the page: `'self'`, and the same host by its WebSocket address, because Safari before 16
 * doesn't accept `'self'` for it. Only plain host names have such a form in a policy, not IPv6 addresses.
 */
const connectSources = (origin: string): string => {
  const host = /^https?:\/\/([\w.-]+(?::\d+)?)$/.exec(origin)?.[1]
  return host === undefined ? "'self'" : `'self' ${origin.startsWith('https:') ? 'wss' : 'ws'}://${host}`
}

/** Policies of Trusted Types that the web client creates: `web/src/worker-script.ts`. */
const TRUSTED_TYPES = 'parley-workers'

/** Headers of the service worker's script: it contacts only this server, and runs no other code. */
export const serviceWorkerHeaders = { 'content-security-policy': "default-src 'none'; connect-src 'self'" } as const

/** Headers of the web client's page: only its own scripts, no foreign resources except map pictures, no framing by other pages than those named. */
export const securityHeaders = ({
  scriptHashes,
  origin,
  tiles,
  framedBy = [],
}: PageSecurity): Record<string, string> => ({
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
    `frame-ancestors ${framedBy.length === 0 ? "'none'" : framedBy.join(' ')}`,
    "require-trusted-types-for 'script'",
    `trusted-types ${TRUSTED_TYPES}`,
  ].join('; '),
  'referrer-policy': 'same-origin',
  ...(origin.startsWith('https:')
    ? { 'cross-origin-opener-policy': 'same-origin', 'strict-transport-security': STRICT_TRANSPORT }
    : {}),
})
