import { limits } from '@parley/protocol'
import { normalized } from '@parley/protocol/normalize'
import { isVisible, visibleText } from '@parley/protocol/visible'
import type { OidcProvider } from '../../config/oidc-settings'

/** A provider’s statements about a person, as far as Parley uses them. */
export interface ProvenPerson {
  readonly issuer: string
  readonly subject: string
  /** The name by which the person knows the account. */
  readonly label: string | undefined
  /** Only an address for which the provider vouches. */
  readonly email: string | undefined
  /** Proposals for an account. */
  readonly username: string | undefined
  readonly name: string | undefined
  /** Whether the groups make the person an administrator. Undefined where they don’t decide. */
  readonly admin: boolean | undefined
  readonly refreshToken: string | undefined
}

export type Claims = Readonly<Record<string, unknown>>

const LABEL_CHARS = 200
const GROUPS_MAX = 10_000
/** The longest subject in the standard. */
export const SUBJECT_CHARS = 255

const textIn = (claims: Claims, name: string): string | undefined => {
  const value = claims[name]
  return typeof value === 'string' && isVisible(value) ? visibleText(value) : undefined
}

/** A claim by its name, or by a path of names such as `realm_access.roles`. */
const claimAt = (claims: Claims, name: string): unknown => {
  if (Object.hasOwn(claims, name)) return claims[name]
  let value: unknown = claims
  for (const part of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = Reflect.get(value, part)
  }
  return value
}

/** Whether claims have the groups that decide about administrators, or nothing needs them. */
export const hasGroups = (
  claims: Claims,
  { adminGroup, groupsClaim }: Pick<OidcProvider, 'adminGroup' | 'groupsClaim'>,
) => adminGroup === undefined || claimAt(claims, groupsClaim) !== undefined

/** Whether a person is in the group of administrators. Without the claim they are in no group. */
export const isInAdminGroup = (
  claims: Claims,
  { adminGroup, groupsClaim }: Pick<OidcProvider, 'adminGroup' | 'groupsClaim'>,
): boolean | undefined => {
  if (adminGroup === undefined) return undefined
  const groups = claimAt(claims, groupsClaim)
  return Array.isArray(groups) ? groups.slice(0, GROUPS_MAX).includes(adminGroup) : groups === adminGroup
}

/** A username that the rules allow, made from a text; undefined when nothing is left of it. */
export const usernameFrom = (text: string | undefined): string | undefined => {
  const plain = normalized(text ?? '', 'NFKD')
    .toLowerCase()
    .replace(/@.*$/, '')
    .replaceAll(/[\s-]+/g, '_')
    .replaceAll(/[^a-z0-9_.]/g, '')
    .replace(/^[^a-z]+/, '')
    .slice(0, limits.usernameMaxChars)
  return plain.length >= limits.usernameMinChars ? plain : undefined
}

/** Whether the claims propose nothing yet, so that the provider’s user info is worth a request. */
export const isBare = (claims: Claims): boolean =>
  ['preferred_username', 'name', 'email'].every((name) => textIn(claims, name) === undefined)

/** Reads the claims of a person. */
export const personFrom = (
  claims: Claims,
  { provider, refreshToken }: { readonly provider: OidcProvider; readonly refreshToken: string | undefined },
): ProvenPerson => {
  const [mail, nickname, name] = ['email', 'preferred_username', 'name'].map((claim) => textIn(claims, claim))
  // Some providers send the text "true" for addresses that they never checked.
  const email = claims.email_verified === true ? mail : undefined
  return {
    issuer: String(claims.iss),
    subject: String(claims.sub),
    label: (email ?? nickname ?? name)?.slice(0, LABEL_CHARS),
    email,
    username: usernameFrom(nickname) ?? usernameFrom(mail) ?? usernameFrom(name),
    name: (name ?? nickname)?.slice(0, limits.nameMaxChars).trim(),
    admin: isInAdminGroup(claims, provider),
    refreshToken,
  }
}
