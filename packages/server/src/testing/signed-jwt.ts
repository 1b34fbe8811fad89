import { type JWTPayload, SignJWT } from 'jose'

/** A server that accepts the tokens of `signedJwt`. */
export const testExchange = {
  issuer: 'https://shop.example',
  audience: 'parley',
  maxAgeMs: 600_000,
  key: { secret: 'a secret of the shop with more than 32 bytes' },
} as const

/** A sign-in token of another product. */
export const signedJwt = (claims: JWTPayload & { readonly sub: string }, nowMs: number): Promise<string> => {
  const iat = Math.floor(nowMs / 1_000)
  const { issuer: iss, audience: aud, key } = testExchange
  return new SignJWT({ iss, aud, iat, exp: iat + 300, ...claims })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(key.secret))
}
