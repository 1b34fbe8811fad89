/**
 * The prefix makes browsers accept the cookie only from this exact host over https. So no neighbouring domain and no
 * plain-http page can plant one. It needs `Secure`, which plain http doesn't have.
 */
const secureName = '__Host-parley_session'
/** The name on plain http. Over https, sessions from before `__Host-` still have it. */
const plainName = 'parley_session'
/** As long as browsers keep any cookie; the server decides when a session ends. */
const MAX_AGE_SECONDS = 400 * 24 * 3_600

const cookie = (name: string, { value, maxAge, secure }: { value: string; maxAge: number; secure: boolean }): string =>
  new Bun.Cookie(name, value, { path: '/', httpOnly: true, sameSite: 'lax', maxAge, secure }).serialize()
const cleared = (name: string, secure: boolean): string => cookie(name, { value: '', maxAge: 0, secure })

/** The place of cookies: the origin that the browser shows, and the request. */
export interface CookiePlace {
  readonly origin: string
  readonly request: Request
}

/** The `Set-Cookie` headers that sign a browser in. */
export const sessionCookies = (token: string, { origin, request }: CookiePlace): string[] => {
  const secure = origin.startsWith('https:')
  const own = cookie(secure ? secureName : plainName, { value: token, maxAge: MAX_AGE_SECONDS, secure })
  return secure ? [own, ...clearedOld(request)] : [own]
}

/** The `Set-Cookie` headers that sign a browser out. */
export const clearedCookies = ({ origin, request }: CookiePlace): string[] =>
  origin.startsWith('https:') ? [cleared(secureName, true), ...clearedOld(request)] : [cleared(plainName, false)]

const clearedOld = (request: Request): string[] =>
  cookieOf(request, plainName) === undefined ? [] : [cleared(plainName, true)]

export interface Credentials {
  readonly token: string
  /** Browsers send cookies by themselves, on behalf of any page; a bearer token is sent on purpose. */
  readonly from: 'cookie' | 'bearer'
}

/** The token of a request; a bearer token wins over a cookie. */
export const credentials = (request: Request, cookies: 'read' | 'ignored' = 'read'): Credentials | undefined => {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
    return token ? { token, from: 'bearer' } : undefined
  }
  if (cookies === 'ignored') return undefined
  const token = cookieOf(request, secureName) ?? cookieOf(request, plainName)
  return token === undefined ? undefined : { token, from: 'cookie' }
}

/** The value of a cookie. */
export const cookieOf = (request: Request, name: string): string | undefined => {
  const cookies = request.headers.get('cookie')
  return cookies === null ? undefined : new Bun.CookieMap(cookies).get(name) || undefined
}
