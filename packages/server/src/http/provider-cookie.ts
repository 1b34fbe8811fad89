import { limits } from '@parley/protocol/limits'
import { type CookiePlace, cookieOf } from './cookies'

/** As the names of session cookies: the first one needs https. */
const secureName = '__Host-parley_provider'
const plainName = 'parley_provider'
const secretPattern = /^[\w-]{43}$/

/** The `Set-Cookie` header that binds a sign-in through a provider to this browser. */
export const providerCookie = (secret: string, { origin }: Pick<CookiePlace, 'origin'>): string => {
  const secure = origin.startsWith('https:')
  // Lax: the browser sends it when the provider leads back.
  const place = { path: '/', httpOnly: true, sameSite: 'lax' as const, secure }
  const maxAge = limits.providerFlowMs / 1_000
  return new Bun.Cookie(secure ? secureName : plainName, secret, { ...place, maxAge }).serialize()
}

/** The secret that a browser's cookie has. */
export const providerSecret = ({ origin, request }: CookiePlace): string | undefined => {
  const secret = cookieOf(request, origin.startsWith('https:') ? secureName : plainName)
  return secret !== undefined && secretPattern.test(secret) ? secret : undefined
}
