import { commonHeaders } from './respond'

export interface PageSecurity {
  /** Inline scripts that may run, such as `sha256-…`. */
  readonly scriptHashes: readonly string[]
  /** Browsers ignore some headers, with a warning, on plain HTTP. */
  readonly secure: boolean
}

/** Headers of the web client's page: only its own scripts, no foreign resources, in nobody's frame. */
export const securityHeaders = ({ scriptHashes, secure }: PageSecurity): Record<string, string> => ({
  ...commonHeaders,
  'content-security-policy': [
    "default-src 'none'",
    `script-src ${["'self'", ...scriptHashes.map((hash) => `'${hash}'`)].join(' ')}`,
    "style-src 'self' 'unsafe-inline'",
    "font-src 'self'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "connect-src 'self' ws: wss:",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; '),
  'referrer-policy': 'same-origin',
  ...(secure ? { 'cross-origin-opener-policy': 'same-origin' } : {}),
})
