/**
 * The prefix makes browsers refuse the cookie from anybody but this very host over https, so that no neighbouring domain and no
 * plain-http page can plant one. It needs `Secure`, which plain http doesn't have.
 */
const secureName = '__Host-parley_session'
/** On plain http; over https, sessions from before `__Host-` still have it. */
const plainName = 'parley_session'
/** As long as browsers keep any cookie; when a session ends, the server decides. */
const maxAgeSeconds = 400 * 24 * 3_600

const attributes = (secure: string): string => `Path=/; HttpOnly; SameSite=Lax${secure}`
const cleared = (name: string, secure: string): string => `${name}=; Max-Age=0; ${attributes(secure)}`

/** Where cookies are set: the origin that the browser shows, and the request that the answer is for. */
export interface CookiePlace {
  readonly origin: string
  readonly request: Request
}

/** The `Set-Cookie` headers that sign a browser in. */
export const sessionCookies = (token: string, { origin, request }: CookiePlace): string[] => {
  const age = `Max-Age=${maxAgeSeconds}`
  if (!origin.startsWith('https:')) return [`${plainName}=${token}; ${age}; ${attributes('')}`]
  return [`${secureName}=${token}; ${age}; ${attributes('; Secure')}`, ...clearedOld(request)]
}

/** The `Set-Cookie` headers that sign a browser out. */
export const clearedCookies = ({ origin, request }: CookiePlace): string[] =>
  origin.startsWith('https:') ? [cleared(secureName, '; Secure'), ...clearedOld(request)] : [cleared(plainName, '')]

const clearedOld = (request: Request): string[] =>
  cookieOf(request, plainName) === undefined ? [] : [cleared(plainName, '; Secure')]

export interface Credentials {
  readonly token: string
  /** A browser sends its cookie by itself, on behalf of any page; a bearer token is sent on purpose. */
  readonly from: 'cookie' | 'bearer'
}

/** The token that a request brings; a bearer token goes before a cookie. */
export const credentials = (request: Request): Credentials | undefined => {
  const authorization = request.headers.get('authorization')
  if (authorization !== null) {
    const token = /^bearer +(\S+) *$/i.exec(authorization)?.[1]
    return token ? { token, from: 'bearer' } : undefined
  }
  const token = cookieOf(request, secureName) ?? cookieOf(request, plainName)
  return token === undefined ? undefined : { token, from: 'cookie' }
}

const cookieOf = (request: Request, name: string): string | undefined => {
  const cookies = request.headers.get('cookie')
  if (cookies === null) return undefined
  for (const cookie of cookies.split(';')) {
    const at = cookie.indexOf('=')
    if (cookie.slice(0, at).trim() === name) return cookie.slice(at + 1).trim() || undefined
  }
  return undefined
}
