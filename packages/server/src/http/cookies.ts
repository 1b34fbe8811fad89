const name = 'parley_session'
/** As long as browsers keep any cookie; when a session ends, the server decides. */
const maxAgeSeconds = 400 * 24 * 3_600

const attributes = (origin: string): string =>
  `Path=/; HttpOnly; SameSite=Lax${origin.startsWith('https:') ? '; Secure' : ''}`

/** The `Set-Cookie` that signs a browser in. */
export const sessionCookie = (token: string, origin: string): string =>
  `${name}=${token}; Max-Age=${maxAgeSeconds}; ${attributes(origin)}`

/** The `Set-Cookie` that signs a browser out. */
export const clearedCookie = (origin: string): string => `${name}=; Max-Age=0; ${attributes(origin)}`

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
  const cookies = request.headers.get('cookie')
  if (cookies === null) return undefined
  for (const cookie of cookies.split(';')) {
    const at = cookie.indexOf('=')
    if (cookie.slice(0, at).trim() === name) {
      const token = cookie.slice(at + 1).trim()
      return token === '' ? undefined : { token, from: 'cookie' }
    }
  }
  return undefined
}
