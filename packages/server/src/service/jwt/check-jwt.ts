import { displayName, username } from '@parley/protocol'
import { externalId } from '@parley/protocol/service-rows'
import { errors, type JWTPayload, type JWTVerifyGetKey, jwtVerify } from 'jose'
import { Failure, fail } from '../../lib/fail'
import type { Described } from '../external-users'

/** The rules for tokens of another product. */
export interface JwtRules {
  readonly issuer: string
  readonly audience: string
  /** The longest time between `iat` and `exp`. */
  readonly maxAgeMs: number
}

/** How signatures are checked: by a shared secret, or by public keys. Each has its own algorithms, so that one can't pass for the other. */
export type JwtKeys =
  | { readonly kind: 'secret'; readonly secret: Uint8Array }
  | { readonly kind: 'public'; readonly find: JWTVerifyGetKey }

/** The content of a valid token. */
export interface CheckedJwt {
  readonly person: Described
  /** The token’s own id, of one that works once. */
  readonly jti: string | undefined
  /** The signed part, in its only spelling. Another signature of the same claims is the same token. */
  readonly claims: string
  /** When the token was made, in epoch milliseconds. */
  readonly madeAt: number
  /** When the token ends, in epoch milliseconds, with the tolerance. */
  readonly usableUntil: number
}

/** Clocks of two servers may differ by this much. */
const TOLERANCE_S = 30
const algorithms = { secret: ['HS256'], public: ['RS256', 'ES256'] } as const
const JTI_MAX_CHARS = 255
const jwtPattern = /^[\w-]+\.[\w-]+\.[\w-]+$/

/**
 * Checks a token of another product.
 * @throws `jwt_invalid` with the reason, or what finding the key throws
 */
export const checkJwt = async (
  jwt: string,
  { rules, keys, nowMs }: { rules: JwtRules; keys: JwtKeys; nowMs: number },
): Promise<CheckedJwt> => {
  const { issuer, audience, maxAgeMs } = rules
  const options = {
    issuer,
    audience,
    algorithms: [...algorithms[keys.kind]],
    clockTolerance: TOLERANCE_S,
    currentDate: new Date(nowMs),
    maxTokenAge: maxAgeMs / 1_000,
    requiredClaims: ['exp', 'iat', 'sub'],
  }
  if (!isCanonical(jwt)) throw refused('it is not a signed JWT')
  try {
    const { payload } =
      keys.kind === 'secret' ? await jwtVerify(jwt, keys.secret, options) : await jwtVerify(jwt, keys.find, options)
    return { ...readClaims(payload, rules), claims: jwt.split('.')[1] ?? '' }
  } catch (error) {
    if (error instanceof Failure) throw error
    throw refused(reasonOf(error))
  }
}

/** Whether a token has no padding, spaces or unused bits, with which one token would have several spellings. */
const isCanonical = (jwt: string): boolean =>
  jwtPattern.test(jwt) && jwt.split('.').every((part) => Buffer.from(part, 'base64url').toString('base64url') === part)

const refused = (reason: string): Failure =>
  fail('jwt_invalid', { field: 'jwt', message: `This sign-in token does not work: ${reason}.` })

const readClaims = (payload: JWTPayload, { maxAgeMs }: JwtRules): Omit<CheckedJwt, 'claims'> => {
  const { exp = 0, iat = 0, jti, sub } = payload
  if ((exp - iat) * 1_000 > maxAgeMs) throw refused(`"exp" is more than ${maxAgeMs / 1_000} seconds after "iat"`)
  const id = externalId.safeParse(sub)
  if (!id.success) throw refused('"sub" must be 1 to 255 ASCII characters without spaces')
  if (jti !== undefined && (typeof jti !== 'string' || jti === '' || jti.length > JTI_MAX_CHARS))
    throw refused(`"jti" must be a text of at most ${JTI_MAX_CHARS} characters`)
  const name = displayName.safeParse(payload.name)
  const wanted = username.safeParse(payload.preferred_username)
  const person = {
    externalId: id.data,
    ...(name.success ? { name: name.data } : {}),
    ...(wanted.success ? { username: wanted.data } : {}),
  }
  return { person, jti, madeAt: iat * 1_000, usableUntil: Math.ceil(exp + TOLERANCE_S) * 1_000 }
}

const reasonOf = (error: unknown): string => {
  if (error instanceof errors.JWTExpired) return error.claim === 'iat' ? '"iat" is too long ago' : 'it has expired'
  if (error instanceof errors.JWTClaimValidationFailed) return claimReason(error)
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature is wrong'
  if (error instanceof errors.JOSEAlgNotAllowed) return 'its algorithm is not the configured one'
  if (error instanceof errors.JWKSNoMatchingKey) return 'its "kid" names no known key'
  if (error instanceof errors.JWKSMultipleMatchingKeys) return 'it needs a "kid", because there are several keys'
  return 'it is not a signed JWT'
}

const claimReason = ({ claim, reason }: errors.JWTClaimValidationFailed): string => {
  if (reason === 'missing') return `the claim "${claim}" is missing`
  if (claim === 'iss' || claim === 'aud') return `the claim "${claim}" is not the configured one`
  if (claim === 'nbf') return 'it is not valid yet, according to "nbf"'
  return claim === 'iat' ? '"iat" is in the future' : `the claim "${claim}" is wrong`
}
